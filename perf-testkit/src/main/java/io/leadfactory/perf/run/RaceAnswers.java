package io.leadfactory.perf.run;

import io.leadfactory.perf.define.Race;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the actors of one round of a batch said. For one thread. */
final class RaceAnswers implements Race.Answers {
    private static final int LONGEST = 60;

    private final List<? extends RaceActor<?>> actors;
    private final int inBatch;

    RaceAnswers(List<? extends RaceActor<?>> actors, int inBatch) {
        this.actors = actors;
        this.inBatch = inBatch;
    }

    @Override
    public @Nullable Object of(String name) {
        for (RaceActor<?> actor : actors) {
            if (actor.name().equals(name)) {
                Object answer = actor.answer(inBatch);
                return answer instanceof RaceActor.Threw threw ? threw.error() : answer;
            }
        }
        throw new IllegalArgumentException("the race has no actor \"" + name + "\": it has "
                + actors.stream().map(RaceActor::name).toList());
    }

    /** Says who said what; an actor without an answer is named only if it threw. */
    String render() {
        StringBuilder text = new StringBuilder();
        for (RaceActor<?> actor : actors) {
            Object answer = actor.answer(inBatch);
            if (!actor.answers() && !(answer instanceof RaceActor.Threw)) {
                continue;
            }
            String said = answer instanceof RaceActor.Threw threw
                    ? threw.error().getClass().getSimpleName()
                    : String.valueOf(answer);
            text.append(text.length() == 0 ? "" : ", ")
                    .append(actor.name())
                    .append(": ")
                    .append(said.length() > LONGEST ? said.substring(0, LONGEST) + ".." : said);
        }
        return text.length() == 0 ? "done" : text.toString();
    }
}
