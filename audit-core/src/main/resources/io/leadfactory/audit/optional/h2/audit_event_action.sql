-- For searches by action; makes every write dearer.
create index audit_event_action on audit_event (action, event_id);
