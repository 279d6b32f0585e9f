-- For searches by time alone, by request or by subject type within a time range; makes every write dearer.
create index audit_event_time on audit_event (event_id);
