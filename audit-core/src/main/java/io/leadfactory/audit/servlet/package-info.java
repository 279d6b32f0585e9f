/**
 * The audit context of a web request.
 *
 * <p>In comes a request of a servlet container; out comes the scope that is open while the request is handled.
 */
@NullMarked
package io.leadfactory.audit.servlet;

import org.jspecify.annotations.NullMarked;
