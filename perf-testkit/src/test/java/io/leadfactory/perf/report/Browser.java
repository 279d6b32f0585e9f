package io.leadfactory.perf.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.regex.Pattern;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LoggingPreferences;

/** Chromium without a window, told by hand where everything is, so that nothing is downloaded. */
final class Browser implements AutoCloseable {
    private static final Path BINARY = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    private static final Pattern ADDRESS = Pattern.compile("\"request\":\\{.*?\"url\":\"(.*?)\"");

    private final ChromeDriver driver;

    Browser(Path profile) {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable("browser", Level.ALL);
        logs.enable("performance", Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BINARY.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--window-size=1280,900",
                "--user-data-dir=" + profile);
        options.setCapability("goog:loggingPrefs", logs);
        driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .withSilent(true)
                        .build(),
                options);
        driver.manage().timeouts().scriptTimeout(Duration.ofMinutes(1));
    }

    /** Returns whether there is a browser; says loudly if there is none. */
    static boolean isThere() {
        boolean found = Files.isExecutable(BINARY) && Files.isExecutable(DRIVER);
        if (!found) {
            System.err.println("\n*** THE REPORT PAGE IS NOT TESTED IN A BROWSER: " + BINARY + " and " + DRIVER
                    + " are not there; on Debian: apt-get install chromium chromium-driver\n");
        }
        return found;
    }

    void theme(boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    void open(Path page, boolean dark, int width, int height) {
        theme(dark);
        Map<String, Object> metrics = new HashMap<>();
        metrics.put("width", width);
        metrics.put("height", height);
        metrics.put("deviceScaleFactor", 1);
        metrics.put("mobile", width < 600);
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride", metrics);
        driver.get(page.toUri().toString());
    }

    /** Runs a script whose last argument is a function to call with the result. */
    Object wait(String script) {
        return Objects.requireNonNull(driver.executeAsyncScript(script));
    }

    Object run(String script) {
        return Objects.requireNonNull(driver.executeScript(script));
    }

    /** Scrolls every chart into view, and waits until each is drawn. */
    void drawAll() {
        wait("var done = arguments[arguments.length - 1], places = [...document.querySelectorAll('.chart')];"
                + "(function next(i) {"
                + "  if (i === places.length) { scrollTo({ top: 0, behavior: 'instant' }); setTimeout(done, 50, true); return; }"
                + "  places[i].scrollIntoView({ behavior: 'instant', block: 'center' });"
                + "  (function look() { if (places[i].querySelector('canvas')) { next(i + 1); } else { setTimeout(look, 10); } })();"
                + "})(0);");
    }

    /** Presses a key so many times, all by one command. */
    void press(Keys key, int times) {
        Actions keys = new Actions(driver);
        for (int i = 0; i < times; i++) {
            keys.sendKeys(key);
        }
        keys.perform();
    }

    List<String> console() {
        return driver.manage().logs().get("browser").getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    /** Lists the addresses that were asked for, but for the page's own file and the browser's own start page. */
    List<String> requests() {
        return driver.manage().logs().get("performance").getAll().stream()
                .map(LogEntry::getMessage)
                .filter(message -> message.contains("\"Network.requestWillBeSent\""))
                .flatMap(message -> ADDRESS.matcher(message).results().map(found -> found.group(1)))
                .filter(address -> !address.matches("(file|chrome|data):.*"))
                .toList();
    }

    void photograph(Path file) throws IOException {
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    /** Adds a script to the page, past its policy, as developer tools do. */
    void inject(String script) {
        driver.executeScript(script);
    }

    static String axe() throws IOException {
        try (var stream = Browser.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(stream, "axe.min.js").readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
