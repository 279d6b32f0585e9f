package io.leadfactory.audit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.Origin;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.ledger.Finding.Kind;
import io.leadfactory.audit.ledger.Verification.Progress;
import io.leadfactory.audit.record.Draft;
import io.leadfactory.audit.record.EventIds;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class VerifierTest {
    private static final KeySettings NO_KEYS = new KeySettings(null, null);

    private final Random random = new Random(1);
    private final EventIds ids = new EventIds(Clock.systemUTC(), random);
    private final Lanes lanes = new Lanes(Clock.systemUTC(), random, null);
    private final LaneEnds noEnds = new Lanes(Clock.systemUTC(), random, null).ends();
    private final Stored stored = new Stored();

    @Test
    void verify_severalLanes_readsAllOfThem() {
        LaneLease one = lanes.borrow();
        LaneLease other = lanes.borrow();
        seal(one, 40);
        seal(other, 2);
        one.committed();
        other.committed();
        VerificationReport report = verify(Verification.all());
        assertThat(report.isClean()).isTrue();
        assertThat(report.lanes()).isEqualTo(2);
        assertThat(report.events()).isEqualTo(42);
        assertThat(report.unkeyed()).isEqualTo(42);
    }

    @Test
    void verify_range_readsNoMoreThanThatAndTheEventBefore() {
        LaneLease lease = lanes.borrow();
        List<SealedEvent> events = seal(lease, 40);
        long lane = events.get(0).lane();
        stored.replace(edited(events.get(4)));
        stored.replace(edited(events.get(29)));
        assertThat(verify(Verification.range(lane, 6, 29)).isClean()).isTrue();
        assertThat(verify(Verification.range(lane, 6, 29)).events()).isEqualTo(24);
        assertThat(verify(Verification.range(lane, 6, 30)).defects()).isEqualTo(1);
        assertThat(verify(Verification.lane(lane)).defects()).isEqualTo(2);
        assertThat(verify(Verification.lane(lane + 1)).lanes()).isZero();
        stored.remove(events.get(19));
        assertThat(verify(Verification.range(lane, 21, 29)).findings())
                .extracting(Finding::kind)
                .containsExactly(Kind.DELETED);
        assertThatThrownBy(() -> Verification.range(lane, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 to 1");
    }

    @Test
    void verify_progress_isToldAfterEachPage() {
        LaneLease lease = lanes.borrow();
        seal(lease, 1_200);
        List<Progress> told = new ArrayList<>();
        verify(Verification.all().onProgress(told::add));
        assertThat(told).hasSizeGreaterThan(1);
        assertThat(told).extracting(Progress::number).isSorted().endsWith(1_200L);
        assertThat(told).extracting(Progress::events).isSorted().endsWith(1_200L);
    }

    @Test
    void verify_forgedStepOrTime_isFound() {
        LaneLease lease = lanes.borrow();
        List<SealedEvent> events = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            events.addAll(seal(lease, 1));
        }
        // Who can write the table and knows the form can chain what he likes, as long as nothing is keyed.
        Draft late = withMicros(events.get(1).draft(), events.get(1).draft().micros() + 1);
        rechain(events, 1, late, 1);
        assertThat(verify(Verification.all()).findings())
                .extracting(Finding::kind)
                .containsExactly(Kind.TIME);
        rechain(events, 1, events.get(1).draft(), 5);
        assertThat(verify(Verification.all()).findings())
                .extracting(Finding::toString)
                .singleElement()
                .asString()
                .endsWith("event 2: STEP expected 0 or 1, found 5");
    }

    @Test
    void verify_laneRewrittenAsAWhole_isFoundByTheProcessThatWroteIt() {
        LaneLease lease = lanes.borrow();
        List<SealedEvent> events = seal(lease, 5);
        lease.committed();
        rechain(events, 1, draft("another"), 1);
        assertThat(verify(Verification.lane(events.get(0).lane())).isClean()).isTrue();
        assertThat(Verifier.verify(
                                stored,
                                NO_KEYS,
                                lanes.ends(),
                                Verification.lane(events.get(0).lane()))
                        .findings())
                .extracting(Finding::kind)
                .containsExactly(Kind.END);
    }

    @Test
    void verify_rangeBehindAKeyedEvent_findsAnUnkeyedOne() {
        AuditKeySource source = AuditKeySource.of(Map.of("a", new byte[AuditKey.MIN_LENGTH]), "a");
        LaneLease lease = new Lanes(Clock.systemUTC(), random, source).borrow();
        List<SealedEvent> events = seal(lease, 5);
        long lane = events.get(0).lane();
        // Without the key the rest of the lane can only be chained anew in the form that needs none.
        List<SealedEvent> plain = new ArrayList<>(events);
        for (int i = 2; i < plain.size(); i++) {
            SealedEvent old = plain.get(i);
            Place place = new Place(lane, old.number(), old.place().step(), CanonicalForm.PLAIN, null);
            plain.set(i, new SealedEvent(old.draft(), place, old.salt(), null, old.hash()));
        }
        rechain(plain, 2, draft("another"), 0);
        KeySettings keys = new KeySettings(source, null);
        assertThat(kinds(keys, Verification.lane(lane))).containsExactly(Kind.KEY);
        assertThat(kinds(keys, Verification.range(lane, 3, 5))).containsExactly(Kind.KEY);
        assertThat(kinds(keys, Verification.range(lane, 1, 2))).isEmpty();
    }

    @Test
    void verify_rangeOfAnUnkeyedLane_isJudgedByTheTimeOfItsBegin() {
        LaneLease lease = lanes.borrow();
        List<SealedEvent> events = new ArrayList<>(seal(lease, 2));
        Instant keying = EventIds.instant(ids.nextMicros());
        events.addAll(seal(lease, 2));
        long lane = events.get(0).lane();
        AuditKeySource source = AuditKeySource.of(Map.of("a", new byte[AuditKey.MIN_LENGTH]), "a");
        KeySettings since = new KeySettings(source, keying);
        assertThat(kinds(since, Verification.lane(lane))).isEmpty();
        assertThat(kinds(since, Verification.range(lane, 3, 4))).isEmpty();
        KeySettings earlier = new KeySettings(source, keying.minusSeconds(3600));
        assertThat(kinds(earlier, Verification.lane(lane))).containsExactly(Kind.KEY);
        assertThat(kinds(earlier, Verification.range(lane, 3, 4))).containsExactly(Kind.KEY);
    }

    private List<Kind> kinds(KeySettings keys, Verification what) {
        return Verifier.verify(stored, keys, noEnds, what).findings().stream()
                .map(Finding::kind)
                .toList();
    }

    private VerificationReport verify(Verification what) {
        return Verifier.verify(stored, NO_KEYS, noEnds, what);
    }

    private List<SealedEvent> seal(LaneLease lease, int count) {
        List<Draft> drafts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            drafts.add(draft("" + i));
        }
        List<SealedEvent> events = lease.seal(drafts);
        events.forEach(stored::replace);
        return events;
    }

    private Draft draft(String subject) {
        return Draft.entry(ids, AuditEntry.of("A", Subject.of("S", subject)), Origin.of("alice"));
    }

    /** Puts another event and step at an index, and chains it and all behind it anew. */
    private void rechain(List<SealedEvent> events, int from, Draft draft, int step) {
        CanonicalForm form = new CanonicalForm();
        byte[] hash = events.get(from - 1).hash();
        for (int i = from; i < events.size(); i++) {
            SealedEvent old = events.get(i);
            Draft content = i == from ? draft : old.draft();
            Place place = new Place(
                    old.lane(), old.number(), i == from ? step : 0, old.place().form(), null);
            byte[] salt = new byte[CanonicalForm.SALT_LENGTH];
            hash = form.hash(hash, place, content, form.payloadDigest(salt, content), null);
            stored.replace(new SealedEvent(content, place, salt, null, hash));
        }
    }

    private static SealedEvent edited(SealedEvent event) {
        return new SealedEvent(withMicros(event.draft(), 1), event.place(), event.salt(), null, event.hash());
    }

    private static Draft withMicros(Draft draft, long micros) {
        return new Draft(
                draft.id(),
                micros,
                draft.action(),
                draft.outcome(),
                draft.subjectType(),
                draft.subjectId(),
                draft.actor(),
                draft.onBehalfOf(),
                draft.ip(),
                draft.userAgent(),
                draft.requestId(),
                draft.reason(),
                draft.attributes(),
                draft.details(),
                draft.oldValues(),
                draft.newValues());
    }

    /** A table in memory. */
    private static final class Stored implements LaneReader {
        private final NavigableMap<Long, NavigableMap<Long, SealedEvent>> lanes = new TreeMap<>();

        void replace(SealedEvent event) {
            lanes.computeIfAbsent(event.lane(), lane -> new TreeMap<>(Comparator.naturalOrder()))
                    .put(event.number(), event);
        }

        void remove(SealedEvent event) {
            lanes.getOrDefault(event.lane(), new TreeMap<>()).remove(event.number());
        }

        @Override
        public OptionalLong nextLane(long from) {
            Long lane = lanes.ceilingKey(from);
            return lane == null ? OptionalLong.empty() : OptionalLong.of(lane);
        }

        @Override
        public List<SealedEvent> read(long lane, long from, int limit) {
            return lanes.getOrDefault(lane, new TreeMap<>()).tailMap(from, true).values().stream()
                    .limit(limit)
                    .toList();
        }
    }
}
