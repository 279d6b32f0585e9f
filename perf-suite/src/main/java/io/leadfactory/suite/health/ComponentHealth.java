package io.leadfactory.suite.health;

import java.time.Duration;

/**
 * How one component is. Immutable.
 *
 * @param component its name
 * @param healthy whether it answered as it should
 * @param took how long the answer took
 * @param detail what it answered, or the class of the exception; never a value of the application
 */
public record ComponentHealth(String component, boolean healthy, Duration took, String detail) {}
