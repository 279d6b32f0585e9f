package io.leadfactory.suite;

import io.leadfactory.perf.define.PerfSetting;
import io.leadfactory.perf.define.SettingCatalogue;
import io.leadfactory.suite.contract.Limits;
import io.leadfactory.suite.contract.Selection;
import io.leadfactory.suite.world.DatabaseAddress;
import java.util.List;

/** Makes the suite's settings known to the kit, which refuses names that nobody knows. Immutable. */
public final class SuiteSettings implements SettingCatalogue {
    /** Creates the catalogue; the kit does. */
    public SuiteSettings() {}

    @Override
    public List<PerfSetting<?>> settings() {
        return List.of(
                PerfSetting.text(Selection.GROUPS, "", "the groups that are run"),
                PerfSetting.text(Selection.SCENARIOS, "", "the scenarios that are run"),
                PerfSetting.text(Limits.PREFIX, "", "a limit of a scenario, perf.limit.<id>.<metric>"),
                PerfSetting.text(DatabaseAddress.URL, "", "the database that is measured")
                        .asConfidential(),
                PerfSetting.text(DatabaseAddress.USER, "", "its user").asConfidential(),
                PerfSetting.text(DatabaseAddress.PASSWORD, "", "its password").asConfidential());
    }
}
