package io.leadfactory.suite.contract;

/** A setting that cannot be used. Its message is one sentence for the person who typed it: wanted, found, what to do. */
public final class SettingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * Creates an exception.
     *
     * @param message the sentence
     */
    public SettingException(String message) {
        super(message);
    }

    /**
     * Creates an exception with a cause.
     *
     * @param message the sentence
     * @param cause what made the setting unusable
     */
    public SettingException(String message, Throwable cause) {
        super(message, cause);
    }
}
