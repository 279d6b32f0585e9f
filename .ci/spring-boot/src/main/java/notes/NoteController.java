package notes;

import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class NoteController {
    private final NoteRepository notes;
    private final NoteService service;

    NoteController(NoteRepository notes, NoteService service) {
        this.notes = notes;
        this.service = service;
    }

    @PostMapping({"/notes", "/guestbook"})
    UUID create(@RequestBody String text) {
        return notes.save(new Note(text)).id;
    }

    /** Changes what the open session of the view has loaded; the transaction of the repository flushes it. */
    @PutMapping("/notes/{id}")
    void change(@PathVariable UUID id, @RequestBody String text) {
        Note note = notes.findById(id).orElseThrow();
        note.text = text;
        notes.save(note);
    }

    @DeleteMapping("/notes/{id}")
    void delete(@PathVariable UUID id) {
        notes.deleteById(id);
    }

    @PostMapping("/entity-manager")
    UUID persist(@RequestBody String text) {
        return service.persist(text);
    }

    @PostMapping("/failing")
    UUID saveAndFail(@RequestBody String text) {
        return service.saveAndFail(text);
    }

    @PostMapping("/callable")
    Callable<UUID> saveLater(@RequestBody String text) {
        return () -> service.persist(text);
    }

    @PostMapping("/async")
    CompletableFuture<UUID> saveElsewhere(@RequestBody String text) {
        return service.saveElsewhere(text);
    }
}
