package notes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Origin;
import io.leadfactory.audit.event.Outcome;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.query.AuditQuery;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Over HTTP, as users do it; its tables come from Flyway and are validated by Hibernate. */
class NotesApplicationTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static ConfigurableApplicationContext application;
    private static AuditTrail trail;

    @BeforeAll
    static void start() {
        application = SpringApplication.run(NotesApplication.class);
        trail = application.getBean(AuditTrail.class);
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @AfterEach
    void trailIsClean() {
        assertThat(trail.verify().findings()).isEmpty();
    }

    @Test
    void postPutDelete_asUsers_areRecordedWithTheirActors() throws Exception {
        String id = id(send("POST", "/notes", "alice", "first"));
        assertThat(send("PUT", "/notes/" + id, "bob", "second").statusCode()).isEqualTo(200);
        assertThat(send("DELETE", "/notes/" + id, "alice", "").statusCode()).isEqualTo(200);

        List<AuditEvent> history = trail.history(Subject.of("Note", id), 10).events();
        assertThat(history)
                .extracting(AuditEvent::action, AuditEvent::actor)
                .containsExactly(tuple("DELETE", "alice"), tuple("UPDATE", "bob"), tuple("INSERT", "alice"));
        assertThat(history.get(1).oldValues()).containsEntry("text", "first").hasSize(1);
        assertThat(history.get(1).newValues()).containsEntry("text", "second").hasSize(1);
        assertThat(history).extracting(AuditEvent::origin).extracting(Origin::ip).containsOnly("127.0.0.1");
        assertThat(history)
                .extracting(AuditEvent::origin)
                .extracting(Origin::requestId)
                .containsExactly("DELETE-alice", "PUT-bob", "POST-alice");
    }

    @Test
    void post_byNobody_isRecordedAsTheSystemWithItsAddress() throws Exception {
        Origin origin = created("/guestbook", null, "anonymous");
        assertThat(origin)
                .isEqualTo(Origin.of("notes-app")
                        .withIp("127.0.0.1")
                        .withUserAgent(origin.userAgent())
                        .withRequestId("POST-null"));
        assertThat(origin.userAgent()).startsWith("Java-http-client");
    }

    @Test
    void entityManagerAndOtherThreads_asAUser_areRecordedWithTheActor() throws Exception {
        assertThat(created("/entity-manager", "alice", "by the entity manager").actor()).isEqualTo("alice");
        assertThat(created("/callable", "bob", "by the server's task executor").actor()).isEqualTo("bob");
        assertThat(created("/async", "alice", "by an asynchronous method").actor()).isEqualTo("alice");
    }

    @Test
    void transaction_thatFails_leavesNoChangeInTheTrail() throws Exception {
        id(send("POST", "/notes", "alice", "taken"));
        int before = succeeded();
        assertThat(send("POST", "/failing", "bob", "rolled back").statusCode()).isEqualTo(500);
        assertThat(send("POST", "/notes", "bob", "taken").statusCode()).isEqualTo(500);
        assertThat(send("POST", "/notes", null, "not authenticated").statusCode()).isEqualTo(401);
        assertThat(succeeded()).isEqualTo(before);
        assertThat(application.getBean(NoteRepository.class).findAll())
                .extracting(note -> note.text)
                .doesNotContain("rolled back", "not authenticated");
    }

    private static Origin created(String path, String user, String text) throws Exception {
        List<AuditEvent> history = trail.history(Subject.of("Note", id(send("POST", path, user, text))), 10)
                .events();
        assertThat(history).hasSize(1);
        return history.get(0).origin();
    }

    private static int succeeded() {
        return (int) trail.find(AuditQuery.all().limit(AuditQuery.MAX_LIMIT)).events().stream()
                .filter(event -> event.outcome() == Outcome.SUCCESS)
                .count();
    }

    private static String id(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body().replace("\"", "");
    }

    private static HttpResponse<String> send(String method, String path, String user, String body)
            throws IOException, InterruptedException {
        String port = application.getEnvironment().getProperty("local.server.port");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, BodyPublishers.ofString(body))
                .header("Content-Type", "text/plain")
                .header("X-Request-Id", method + "-" + user);
        if (user != null) {
            byte[] login = (user + ':' + user.charAt(0)).getBytes(StandardCharsets.UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(login));
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }
}
