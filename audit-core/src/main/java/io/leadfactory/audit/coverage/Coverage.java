package io.leadfactory.audit.coverage;

import static java.util.stream.Collectors.joining;

import io.leadfactory.audit.coverage.EntityCoverage.Treatment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What is audited and what is not, and why. Immutable.
 *
 * @param entities all entities, by name
 * @param gaps what leaves no event though it changes an audited entity, each a sentence
 */
public record Coverage(List<EntityCoverage> entities, List<String> gaps) {

    /**
     * Copies both lists.
     *
     * @param entities all entities
     * @param gaps what leaves no event
     */
    public Coverage {
        entities = List.copyOf(entities);
        gaps = List.copyOf(gaps);
    }

    /**
     * {@return the coverage of an entity}
     *
     * @param name its name, as HQL knows it
     */
    public Optional<EntityCoverage> entity(String name) {
        return entities.stream().filter(entity -> entity.entity().equals(name)).findFirst();
    }

    /** {@return the report, a line for each entity and each gap} */
    public List<String> lines() {
        int entityWidth = width(entities.stream().map(EntityCoverage::entity).toList());
        int typeWidth = width(entities.stream().map(Coverage::subjectType).toList());
        List<String> lines = new ArrayList<>();
        for (EntityCoverage entity : entities) {
            lines.add(pad(entity.entity(), entityWidth) + "  "
                    + (entity.isAudited() ? "audited      " : "not audited  ")
                    + pad(subjectType(entity), typeWidth) + "  " + describe(entity));
        }
        gaps.forEach(gap -> lines.add("no event: " + gap));
        return lines;
    }

    private static String describe(EntityCoverage entity) {
        List<String> parts = new ArrayList<>();
        for (Treatment treatment : Treatment.values()) {
            String names = entity.attributes().entrySet().stream()
                    .filter(attribute -> attribute.getValue() == treatment)
                    .map(Map.Entry::getKey)
                    .collect(joining(", "));
            if (!names.isEmpty()) {
                parts.add(treatment.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + names);
            }
        }
        if (!entity.reason().isEmpty()) {
            parts.add(entity.reason());
        }
        return String.join("; ", parts);
    }

    private static String subjectType(EntityCoverage entity) {
        return entity.subjectType() == null ? "-" : entity.subjectType();
    }

    private static int width(List<String> texts) {
        return texts.stream().mapToInt(String::length).max().orElse(0);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    /** The report as a table. */
    @Override
    public String toString() {
        return String.join("\n", lines());
    }
}
