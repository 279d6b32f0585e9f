package io.leadfactory.suite.scenario;

import java.util.Comparator;
import java.util.Optional;
import org.junit.jupiter.api.ClassDescriptor;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.ClassOrdererContext;

/** Puts the scenarios into the contract's order, other test classes after them. For one thread. */
public final class ContractOrder implements ClassOrderer {
    /** Creates the order; JUnit does. */
    public ContractOrder() {}

    @Override
    public void orderClasses(ClassOrdererContext context) {
        context.getClassDescriptors().sort(Comparator.comparing(ContractOrder::position));
    }

    private static int position(ClassDescriptor type) {
        return Optional.of(type.getTestClass())
                .flatMap(ScenarioClasses::row)
                .map(Enum::ordinal)
                .orElse(Integer.MAX_VALUE);
    }
}
