package io.leadfactory.budget.policy;

/** By a reservation for each call. */
class SpendingCallTest extends SpendingCallContract {
    SpendingCallTest() {
        super(new PolicyWatch());
    }
}
