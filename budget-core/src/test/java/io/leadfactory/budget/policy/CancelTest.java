package io.leadfactory.budget.policy;

/** Of calls that hold a reservation. */
class CancelTest extends CancelContract {
    CancelTest() {
        super(new PolicyWatch());
    }
}
