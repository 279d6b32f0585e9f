package notes;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
public class NoteService {
    private final NoteRepository notes;

    @PersistenceContext
    private EntityManager manager;

    NoteService(NoteRepository notes) {
        this.notes = notes;
    }

    @Transactional
    public UUID persist(String text) {
        Note note = new Note(text);
        manager.persist(note);
        return note.id;
    }

    @Transactional
    public UUID saveAndFail(String text) {
        notes.saveAndFlush(new Note(text));
        throw new IllegalStateException("after the flush, before the commit");
    }

    @Async
    @Transactional
    public CompletableFuture<UUID> saveElsewhere(String text) {
        return CompletableFuture.completedFuture(notes.save(new Note(text)).id);
    }
}
