-- The audit trail, schema version 1, for PostgreSQL 14 and later. Append-only: the application needs INSERT and SELECT and nothing more.
-- Texts are compared byte by byte, which is exact and the cheapest.
create table audit_event (
    position bigint not null, -- lane * 1048576 + number
    occurred_at timestamp(6) not null, -- UTC
    event_id uuid not null,
    step integer not null,
    form smallint default 1 not null,
    action varchar(64) collate "C" not null,
    outcome varchar(16) collate "C" default 'SUCCESS' not null,
    subject_type varchar(128) collate "C" not null,
    subject_id varchar(255) collate "C" not null,
    actor varchar(255) collate "C" not null,
    on_behalf_of varchar(255) collate "C",
    ip varchar(64) collate "C",
    user_agent varchar(255) collate "C",
    request_id varchar(128) collate "C",
    reason varchar(1000) collate "C",
    attributes varchar(1000000) collate "C",
    details varchar(1000000) collate "C",
    old_values varchar(1000000) collate "C",
    new_values varchar(1000000) collate "C",
    key_id varchar(32) collate "C",
    salt bytea,
    payload_digest bytea,
    hash bytea not null,
    primary key (position)
);

create index audit_event_subject on audit_event (subject_id, subject_type, occurred_at);
create index audit_event_actor on audit_event (actor, occurred_at);
create index audit_event_action on audit_event (action, occurred_at);
