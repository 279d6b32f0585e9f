package io.leadfactory.perf.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.leadfactory.perf.machine.Fitness;
import io.leadfactory.perf.machine.HostActivity;
import io.leadfactory.perf.machine.MachineUse;
import java.io.IOException;

/** What the machine gave to a run, as JSON and back. */
final class MachineJson {
    private MachineJson() {}

    static void write(JsonGenerator json, String name, MachineUse use) throws IOException {
        HostActivity host = use.host();
        json.writeObjectFieldStart(name);
        json.writeStringField("sentence", use.sentence());
        json.writeBooleanField("wasTheLimit", use.wasTheLimit());
        json.writeNumberField("users", use.users());
        json.writeNumberField("cores", host.cores());
        MeasurementJson.number(json, "spanNanos", host.elapsedNanos());
        MeasurementJson.number(json, "usersBusyCores", use.busyCores());
        MeasurementJson.number(json, "usersWaitingCores", use.waitingCores());
        MeasurementJson.number(json, "busyCores", host.busyCores());
        MeasurementJson.number(json, "ownCores", host.ownCores());
        MeasurementJson.number(json, "stealShare", host.stealShare());
        MeasurementJson.number(json, "throttledShare", host.throttledShare());
        write(json, use.fitness());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Fitness fitness) throws IOException {
        json.writeObjectFieldStart("fitness");
        json.writeStringField("state", fitness.state().name());
        json.writeArrayFieldStart("reasons");
        for (String reason : fitness.reasons()) {
            json.writeString(reason);
        }
        json.writeEndArray();
        MeasurementJson.number(json, "spread", fitness.spread());
        MeasurementJson.number(json, "pressure", fitness.pressure());
        MeasurementJson.number(json, "stealShare", fitness.stealShare());
        MeasurementJson.number(json, "rulerNanos", fitness.rulerNanos());
        json.writeEndObject();
    }

    static MachineUse read(JsonTree json) {
        JsonTree fitness = json.object("fitness");
        return new MachineUse(
                (int) json.whole("users"),
                json.number("usersBusyCores"),
                json.number("usersWaitingCores"),
                new HostActivity(
                        (int) json.whole("cores"),
                        json.number("spanNanos"),
                        json.number("busyCores"),
                        json.number("ownCores"),
                        json.number("stealShare"),
                        json.number("throttledShare")),
                new Fitness(
                        Fitness.State.valueOf(fitness.text("state")),
                        fitness.texts("reasons"),
                        fitness.number("spread"),
                        fitness.number("pressure"),
                        fitness.number("stealShare"),
                        fitness.number("rulerNanos")));
    }
}
