package io.leadfactory.audit.ledger;

/** The number by which the events of a subject are found: short, and spread evenly, where the subject's own texts are neither. */
public final class SubjectKey {
    private SubjectKey() {}

    /**
     * {@return the first eight bytes of the SHA-256 of both texts, each behind its length} Two subjects may share a key,
     * so whoever looks for one compares the texts too.
     *
     * @param type the subject's type, as it is stored
     * @param id the subject's identifier, as it is stored
     */
    public static long of(String type, String id) {
        return new CanonicalForm().subjectKey(type, id);
    }
}
