-- For searches by actor; makes every write dearer.
create index audit_event_actor on audit_event (actor, event_id);
