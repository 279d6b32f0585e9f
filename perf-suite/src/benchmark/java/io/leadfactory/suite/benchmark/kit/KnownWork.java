package io.leadfactory.suite.benchmark.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * Work of a kind that applications have: records are written as JSON, taken apart by a regular expression, counted in a
 * map, sorted and summed up by a CRC. So many units of it take so many times as long as one; parts of a unit are carried
 * over to the next call. The records are new ones of the same lengths for each object. For one thread.
 */
public final class KnownWork implements Callable<Object> {
    private static final Pattern FIELD = Pattern.compile("\"(\\w+)\":\"?([^\",}]*)\"?");
    private static final int DIFFERENT = 97;

    /** The resource with the number of units. */
    static final String UNITS = "units.txt";

    private final List<String[]> records = new ArrayList<>();
    private final double units;
    private double owed;
    private int next;

    /** Creates work of as many units as the text {@value #UNITS} beside the class says, so that two jars can differ by it alone. */
    public KnownWork() {
        this(Double.parseDouble(text()));
    }

    /**
     * Creates work.
     *
     * @param units how many records each call handles
     */
    public KnownWork(double units) {
        this.units = units;
        Random random = new Random();
        for (int i = 0; i < DIFFERENT; i++) {
            records.add(new String[] {
                Integer.toString(1_000 + random.nextInt(9_000)),
                "lead " + Integer.toString(100_000 + random.nextInt(900_000), 36),
                Integer.toString(1_000_000 + random.nextInt(9_000_000))
            });
        }
    }

    private static String text() {
        try (InputStream in = KnownWork.class.getResourceAsStream(UNITS)) {
            if (in == null) {
                throw new IllegalStateException("no " + UNITS + " beside " + KnownWork.class);
            }
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Object call() {
        owed += units;
        int due = (int) owed;
        owed -= due;
        CRC32 sum = new CRC32();
        long total = 0;
        for (int i = 0; i < due; i++) {
            String[] of = records.get(next);
            next = next + 1 == DIFFERENT ? 0 : next + 1;
            String json = "{\"id\":" + of[0] + ",\"name\":\"" + of[1] + "\",\"amount\":" + of[2] + "}";
            Map<String, String> fields = new HashMap<>();
            List<String> values = new ArrayList<>();
            Matcher matcher = FIELD.matcher(json);
            while (matcher.find()) {
                fields.put(matcher.group(1), matcher.group(2));
                values.add(matcher.group(2));
            }
            Collections.sort(values);
            for (String value : values) {
                sum.update(value.getBytes(StandardCharsets.UTF_8));
            }
            total += Integer.parseInt(fields.getOrDefault("amount", "0"));
        }
        return sum.getValue() + total;
    }
}
