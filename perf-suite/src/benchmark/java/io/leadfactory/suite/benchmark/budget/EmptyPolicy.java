package io.leadfactory.suite.benchmark.budget;

import dev.failsafe.Policy;
import dev.failsafe.PolicyConfig;
import dev.failsafe.spi.PolicyExecutor;

/** A Failsafe policy that does nothing: the least that one can cost. Immutable. */
final class EmptyPolicy<R> implements Policy<R> {
    private static final class Config<R> extends PolicyConfig<R> {}

    private static final class Executor<R> extends PolicyExecutor<R> {
        Executor(Policy<R> policy, int policyIndex) {
            super(policy, policyIndex);
        }
    }

    private final Config<R> config = new Config<>();

    @Override
    public PolicyConfig<R> getConfig() {
        return config;
    }

    @Override
    public PolicyExecutor<R> toExecutor(int policyIndex) {
        return new Executor<>(this, policyIndex);
    }
}
