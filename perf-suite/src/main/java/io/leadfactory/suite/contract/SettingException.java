package io.leadfactory.suite.contract;

/**
 * A setting that cannot be used. Its message is one sentence for the person who typed it: wanted, found, what to do. There
 * is no stack trace, because where in the code it was found does not help that person.
 */
public final class SettingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * Creates an exception.
     *
     * @param message the sentence
     */
    public SettingException(String message) {
        super(message, null, false, false);
    }

    /**
     * Creates an exception with a cause.
     *
     * @param message the sentence
     * @param cause what made the setting unusable
     */
    public SettingException(String message, Throwable cause) {
        super(message, cause, false, false);
    }
}
