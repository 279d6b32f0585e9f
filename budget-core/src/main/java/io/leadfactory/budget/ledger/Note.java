package io.leadfactory.budget.ledger;

/**
 * Who changed an account by hand, and why. Immutable.
 *
 * @param author who, 1 to 100 characters
 * @param reason why, 1 to 500 characters
 */
public record Note(String author, String reason) {
    private static final int LONGEST_AUTHOR = 100;
    private static final int LONGEST_REASON = 500;

    /**
     * Checks both.
     *
     * @throws IllegalArgumentException if one is null, blank or too long
     */
    public Note {
        requireText("author", author, LONGEST_AUTHOR);
        requireText("reason", reason, LONGEST_REASON);
    }

    private static void requireText(String what, String text, int longest) {
        if (text == null || text.isBlank() || text.length() > longest) {
            throw new IllegalArgumentException("%s must have 1 to %d characters: %s"
                    .formatted(
                            what,
                            longest,
                            text == null ? "null" : text.isBlank() ? "it is blank" : text.length() + " were given"));
        }
    }
}
