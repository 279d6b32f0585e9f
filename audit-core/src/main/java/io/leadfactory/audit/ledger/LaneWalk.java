package io.leadfactory.audit.ledger;

import static io.leadfactory.audit.ledger.Findings.hex;

import io.leadfactory.audit.ledger.Finding.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows one lane from event to event, and explains where the chain does not hold. For one thread.
 *
 * <p>Each event's hash tells behind which hash and under which number it was written, so an event that does not fit its
 * place is tried elsewhere: in the places whose right event is missing ({@link Hole}), and the events that stood out of place
 * before ({@link Stray}) are tried in its place. Two events that fit each other's places were swapped; one that fits an
 * earlier hole was renumbered; one that the next event does not know of was inserted; one that the next event does know
 * was edited. Only {@value #REMEMBERED} holes and strays are remembered and {@value #AHEAD} events looked ahead, so a defect
 * may be called by another name when there are many, but none is passed over. After a defect the walk goes on from what
 * is stored, so one defect is one finding and not one for each event behind it.
 */
final class LaneWalk {
    private static final int AHEAD = 2;
    private static final int REMEMBERED = 8;
    private static final int FARTHEST = 64;
    private static final int UNKNOWN = -2;

    private final long lane;
    private final Findings findings;
    private final List<Link> waiting = new ArrayList<>();
    private final Deque<Hole> holes = new ArrayDeque<>();
    private final Deque<Stray> strays = new ArrayDeque<>();

    /** The hash of the event before; null if that event is not there, so that the next one cannot be proven. */
    private byte @Nullable [] previous;

    /** The number under which the next event was written. */
    private long next;

    /** By how much the stored numbers are greater than those under which the events were written. */
    private long shift;

    private int step;

    /** Begins behind an event with this number, hash and step. */
    LaneWalk(long lane, Findings findings, long number, byte @Nullable [] hash, int step) {
        this.lane = lane;
        this.findings = findings;
        this.previous = hash;
        this.next = number + 1;
        this.step = step;
    }

    /** A walk from the lane's first event. */
    static LaneWalk fromBegin(long lane, Findings findings) {
        return new LaneWalk(lane, findings, 0, new byte[CanonicalForm.HASH_LENGTH], -1);
    }

    /** A walk from an event behind one that is not there. */
    static LaneWalk onTrust(long lane, Findings findings, long from) {
        return new LaneWalk(lane, findings, from - 1, null, UNKNOWN);
    }

    /** Goes on to the next stored event. */
    void accept(Link link) {
        waiting.add(link);
        settle(AHEAD);
    }

    /** There is no further event. */
    void end() {
        settle(0);
    }

    private void settle(int ahead) {
        while (!waiting.isEmpty()) {
            Link link = waiting.get(0);
            byte[] before = previous;
            if (before != null && link.number() - shift == next && link.fits(before, next)) {
                waiting.remove(0);
                advance(link);
            } else if (waiting.size() > ahead) {
                explain(link, before);
            } else {
                return;
            }
        }
    }

    private void explain(Link link, byte @Nullable [] before) {
        if (before != null && (putsStrayInPlace(link, before) || fillsHole(link) || isRenumbered(link, before))) {
            return;
        }
        long number = link.number() - shift;
        if (number > next) {
            deleted(link, number, before);
        } else if (number < next) {
            strays.add(new Stray(link, report(link, Kind.INSERTED, "no event", "an event"), null));
            consume();
        } else if (before == null || !link.isProvable()) {
            follow(link);
            consume();
            trust(link);
        } else {
            strange(link, before);
        }
        forget(holes);
        forget(strays);
    }

    /** An event that stood out of place before belongs here. */
    private boolean putsStrayInPlace(Link link, byte[] before) {
        for (Iterator<Stray> iterator = strays.iterator(); iterator.hasNext(); ) {
            Stray stray = iterator.next();
            if (stray.link.fits(before, next)) {
                iterator.remove();
                findings.remove(stray.finding);
                Hole hole = stray.hole;
                if (hole != null && link.fits(hole.previous, hole.number)) {
                    report(stray.link, Kind.SWAPPED, "event " + hole.number, "event " + next);
                    holes.remove(hole);
                    checkFollower(hole, link);
                    consume();
                } else {
                    renumbered(stray.link, next + shift);
                }
                advance(stray.link);
                return true;
            }
        }
        return false;
    }

    /** The event belongs to an earlier place. */
    private boolean fillsHole(Link link) {
        for (Hole hole : holes) {
            if (link.fits(hole.previous, hole.number)) {
                holes.remove(hole);
                consume();
                Link second = ahead(0);
                if (second != null && second.fits(link.hash(), hole.number + 1)) {
                    goOnFrom(hole, link);
                } else {
                    moved(hole, link);
                }
                return true;
            }
        }
        return false;
    }

    /** What stands between the hole and this event was put there, or this event and those behind it were moved. */
    private void goOnFrom(Hole hole, Link link) {
        if (hole.stray == null) {
            findings.remove(hole.finding);
            renumbered(link, hole.number);
        } else {
            long first = hole.stray.number();
            findings.removeBetween(first, link.number());
            findings.add(
                    lane,
                    first,
                    Kind.INSERTED,
                    "event " + hole.number,
                    (link.number() - first) + " event(s) that it knows nothing of");
        }
        shift = link.number() - hole.number;
        next = hole.number;
        step = UNKNOWN;
        advance(link);
    }

    private void moved(Hole hole, Link link) {
        renumbered(link, hole.number);
        if (hole.stray == null) {
            findings.remove(hole.finding);
        }
        if (hole.count > 1) {
            Finding rest = reportDeleted(hole.number + 1, hole.count - 1, "none of them");
            holes.add(new Hole(link.hash(), hole.number + 1, hole.count - 1, rest, null).followedBy(hole.follower));
        } else {
            checkFollower(hole, link);
        }
        if (link.number() - shift == next) {
            shift++;
        }
    }

    private void checkFollower(Hole hole, Link filler) {
        Link follower = hole.follower;
        if (follower == null || !follower.isProvable()) {
            return;
        }
        if (follower.fits(filler.hash(), hole.number + hole.count)) {
            findings.remove(hole.followerFinding);
        } else if (hole.followerFinding == null) {
            report(follower, Kind.EDITED, "an event behind " + hex(filler.hash()), hex(follower.hash()));
        }
    }

    private boolean isRenumbered(Link link, byte[] before) {
        if (!link.fits(before, next)) {
            return false;
        }
        renumbered(link, next + shift);
        shift = link.number() - next;
        consume();
        advance(link);
        return true;
    }

    private void deleted(Link link, long number, byte @Nullable [] before) {
        Finding finding = reportDeleted(next, number - next, "event " + link.number());
        if (before != null) {
            holes.add(new Hole(before, next, number - next, finding, null));
        }
        next = number;
        follow(link);
        consume();
        trust(link);
    }

    /** It has the right number and does not fit. */
    private void strange(Link link, byte[] before) {
        Link second = ahead(1);
        byte[] computed = link.hash(before, next);
        if (computed == null) {
            throw new IllegalStateException("only events whose hash can be computed get here");
        }
        follow(link);
        if (second == null) {
            strays.add(edited(link, before, computed));
        } else if (second.fits(before, next)) {
            consume();
            if (link.fits(second.hash(), next + 1)) {
                report(link, Kind.SWAPPED, "event " + next, "event " + (next + 1));
                consume();
                advance(second);
                advance(link);
            } else {
                report(link, Kind.INSERTED, "event " + next, "an event that it knows nothing of");
                shift = second.number() - next;
            }
        } else if (second.fits(link.hash(), next + 1)) {
            edited(link, before, computed);
        } else if (second.fits(computed, next + 1)) {
            edited(link, before, computed);
            previous = computed;
        } else {
            long gone = gone(link, second);
            if (gone == 0) {
                strays.add(edited(link, before, computed));
            } else {
                Finding finding = reportDeleted(
                        next, gone, "event " + link.number() + ", which was event " + (link.number() + gone));
                holes.add(new Hole(before, next, gone, finding, null).followedBy(link));
                consume();
                next += gone;
                shift -= gone;
                trust(link);
            }
        }
    }

    /** How many events are gone before two that were renumbered after it; 0 if that is not what happened. */
    private long gone(Link link, Link second) {
        for (int gone = 1; gone <= FARTHEST; gone++) {
            if (second.fits(link.hash(), next + 1 + gone)) {
                return gone;
            }
        }
        return 0;
    }

    private Stray edited(Link link, byte[] before, byte[] computed) {
        Finding finding = report(link, Kind.EDITED, hex(computed), hex(link.hash()));
        Hole behind = holes.peekLast();
        if (behind != null && link.equals(behind.follower)) {
            behind.followerFinding = finding;
        }
        Hole hole = new Hole(before, next, 1, finding, link);
        holes.add(hole);
        consume();
        trust(link);
        return new Stray(link, finding, hole);
    }

    /** The event is in its place. */
    private void advance(Link link) {
        if (step != UNKNOWN && link.step() != 0 && link.step() != step + 1) {
            report(link, Kind.STEP, step < 0 ? "0" : "0 or " + (step + 1), "" + link.step());
        }
        if (!link.hasTimeOfItsId()) {
            report(link, Kind.TIME, "the time in its identifier", "another one");
        }
        previous = link.hash();
        step = link.step();
        next++;
    }

    /** The event may or may not be what was written. */
    private void trust(Link link) {
        previous = link.hash();
        step = UNKNOWN;
        next++;
    }

    /** The first event behind a hole is proven only if the hole is filled. */
    private void follow(Link link) {
        Hole hole = holes.peekLast();
        if (hole != null && hole.number + hole.count == next && hole.follower == null) {
            hole.follower = link;
        }
    }

    private void consume() {
        waiting.remove(0);
    }

    private @Nullable Link ahead(int index) {
        return index < waiting.size() ? waiting.get(index) : null;
    }

    private Finding reportDeleted(long first, long count, String found) {
        long number = first + shift;
        return findings.add(
                lane,
                number,
                Kind.DELETED,
                count == 1 ? "event " + number : "events " + number + " to " + (number + count - 1),
                found);
    }

    private void renumbered(Link link, long written) {
        report(link, Kind.RENUMBERED, "number " + written, "number " + link.number());
    }

    private Finding report(Link link, Kind kind, String expected, String found) {
        return findings.add(lane, link.number(), kind, expected, found);
    }

    private static void forget(Deque<?> remembered) {
        if (remembered.size() > REMEMBERED) {
            remembered.removeFirst();
        }
    }

    /** A place whose right event is not there. */
    private static final class Hole {
        final byte[] previous;
        final long number;
        final long count;
        final @Nullable Finding finding;
        final @Nullable Link stray;

        @Nullable
        Link follower;

        @Nullable
        Finding followerFinding;

        Hole(byte[] previous, long number, long count, @Nullable Finding finding, @Nullable Link stray) {
            this.previous = previous;
            this.number = number;
            this.count = count;
            this.finding = finding;
            this.stray = stray;
        }

        Hole followedBy(@Nullable Link link) {
            follower = link;
            return this;
        }
    }

    /** An event that does not fit where it stands. */
    private static final class Stray {
        final Link link;
        final Finding finding;
        final @Nullable Hole hole;

        Stray(Link link, Finding finding, @Nullable Hole hole) {
            this.link = link;
            this.finding = finding;
            this.hole = hole;
        }
    }
}
