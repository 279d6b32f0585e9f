package io.leadfactory.audit.render;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds what changed between two lists: takes a longest common subsequence out of both (Hunt and Szymanski, "A fast
 * algorithm for computing longest common subsequences", 1977), after the common beginning and end.
 *
 * <p>Of an element that is there very often only the last {@value #MAX_CANDIDATES} places are tried, so that the time
 * stays near n log n; then what is found is still a common subsequence, but perhaps not a longest one.
 */
final class Sequences {
    private static final int MAX_CANDIDATES = 50;

    private Sequences() {}

    /** Leaves in both lists what is not common, each in its order. */
    static <T> void dropCommon(List<T> left, List<T> came) {
        int shorter = Math.min(left.size(), came.size());
        int head = 0;
        while (head < shorter && left.get(head).equals(came.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head && left.get(left.size() - 1 - tail).equals(came.get(came.size() - 1 - tail))) {
            tail++;
        }
        List<T> oldMiddle = left.subList(head, left.size() - tail);
        List<T> newMiddle = came.subList(head, came.size() - tail);
        BitSet oldKept = new BitSet();
        BitSet newKept = new BitSet();
        for (Pair pair = longestChain(oldMiddle, newMiddle); pair != null; pair = pair.before) {
            oldKept.set(pair.oldPlace);
            newKept.set(pair.newPlace);
        }
        replaceByRest(left, oldMiddle, oldKept);
        replaceByRest(came, newMiddle, newKept);
    }

    private static <T> void replaceByRest(List<T> list, List<T> middle, BitSet kept) {
        List<T> rest = new ArrayList<>();
        for (int i = 0; i < middle.size(); i++) {
            if (!kept.get(i)) {
                rest.add(middle.get(i));
            }
        }
        list.clear();
        list.addAll(rest);
    }

    /** The last pair of a longest sequence of pairs that rise in both lists. */
    private static <T> @Nullable Pair longestChain(List<T> before, List<T> after) {
        Map<T, List<Integer>> places = new HashMap<>();
        for (int i = before.size() - 1; i >= 0; i--) {
            List<Integer> found = places.computeIfAbsent(before.get(i), element -> new ArrayList<>());
            if (found.size() < MAX_CANDIDATES) {
                found.add(i);
            }
        }
        // Of all chains of one length, the one whose last old place is the lowest.
        int[] lowest = new int[Math.min(before.size(), after.size())];
        Pair[] chains = new Pair[lowest.length];
        int longest = 0;
        for (int j = 0; j < after.size(); j++) {
            for (int i : places.getOrDefault(after.get(j), List.of())) {
                int found = Arrays.binarySearch(lowest, 0, longest, i);
                if (found < 0) {
                    int length = -found - 1;
                    lowest[length] = i;
                    chains[length] = new Pair(i, j, length == 0 ? null : chains[length - 1]);
                    longest = Math.max(longest, length + 1);
                }
            }
        }
        return longest == 0 ? null : chains[longest - 1];
    }

    /** An old and a new place of the same element, and the pair before it. */
    private record Pair(
            int oldPlace, int newPlace, @Nullable Pair before) {}
}
