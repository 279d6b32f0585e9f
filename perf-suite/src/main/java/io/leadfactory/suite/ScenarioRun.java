package io.leadfactory.suite;

import io.leadfactory.perf.junit.RunReportSink;
import io.leadfactory.perf.report.RunReport;
import io.leadfactory.suite.contract.Selection;
import io.leadfactory.suite.contract.SettingException;
import io.leadfactory.suite.scenario.ScenarioClasses;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the selected scenarios on the JUnit Platform, in this JVM. For one thread. */
final class ScenarioRun {
    private static final String TITLE = "Performance contract";

    private final Map<String, String> settings;

    ScenarioRun(Map<String, String> settings) {
        this.settings = settings;
    }

    /**
     * Measures; progress and tables go to the standard output, the reports into their folder.
     *
     * @return what was measured; without scenarios if nothing was
     */
    RunReport run() {
        List<RunReport> received = new ArrayList<>();
        try (RunReportSink.Registration registration = RunReportSink.register(received::add)) {
            LauncherFactory.create().execute(request());
        }
        if (received.size() != 1) {
            throw new SettingException(
                    "nothing was measured: check that no JUnit setting keeps the scenarios from running");
        }
        return received.get(0);
    }

    private LauncherDiscoveryRequest request() {
        LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request();
        ScenarioClasses.of(Selection.of(settings).rows())
                .forEach(type -> request.selectors(DiscoverySelectors.selectClass(type)));
        return request.configurationParameters(settings)
                .configurationParameter("perf.title", TITLE)
                .configurationParameter(
                        SettingsCheck.REPORT, settings.getOrDefault(SettingsCheck.REPORT, SettingsCheck.DEFAULT_REPORT))
                .build();
    }
}
