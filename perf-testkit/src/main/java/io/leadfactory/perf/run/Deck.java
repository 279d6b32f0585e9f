package io.leadfactory.perf.run;

import io.leadfactory.perf.define.Mix;

/** Which operation of a mix comes at which position: the cards of one deck after the other, each shuffled. For one thread. */
final class Deck {
    private final int[] sorted;
    private final int[] cards;
    private final long seed;
    private long first = Long.MIN_VALUE;

    private Deck(int[] sorted, long seed) {
        this.sorted = sorted;
        this.cards = sorted.clone();
        this.seed = seed;
    }

    /** Returns the decks of a mix; who has the same seed has the same decks. */
    static Deck of(Mix mix, long seed) {
        int[] counts = mix.deck();
        int size = 0;
        for (int count : counts) {
            size += count;
        }
        int[] sorted = new int[size];
        int at = 0;
        for (int part = 0; part < counts.length; part++) {
            for (int i = 0; i < counts[part]; i++) {
                sorted[at++] = part;
            }
        }
        return new Deck(sorted, seed);
    }

    /** Returns the index of the operation at a position; cheap if positions come in their order. */
    int at(long position) {
        long in = position - first;
        if (first == Long.MIN_VALUE || in < 0 || in >= cards.length) {
            shuffle(position / cards.length);
            in = position - first;
        }
        return cards[(int) in];
    }

    private void shuffle(long round) {
        System.arraycopy(sorted, 0, cards, 0, cards.length);
        Seeded.of(seed, round).shuffle(cards);
        first = round * cards.length;
    }
}
