/** A program that depends on nothing but the test-kit. */
package testkit;
