-- The audit trail, schema version 1, for H2 2.x. Append-only: the application needs INSERT and SELECT and nothing more.
create table audit_event (
    position bigint not null, -- lane * 1048576 + number
    occurred_at timestamp(6) not null, -- UTC
    event_id uuid not null,
    step integer not null,
    form smallint default 1 not null,
    action varchar(64) not null,
    outcome varchar(16) default 'SUCCESS' not null,
    subject_type varchar(128) not null,
    subject_id varchar(255) not null,
    actor varchar(255) not null,
    on_behalf_of varchar(255),
    ip varchar(64),
    user_agent varchar(255),
    request_id varchar(128),
    reason varchar(1000),
    attributes varchar(1000000),
    details varchar(1000000),
    old_values varchar(1000000),
    new_values varchar(1000000),
    key_id varchar(32),
    salt varbinary(16),
    payload_digest varbinary(32),
    hash varbinary(32) not null,
    primary key (position)
);

create index audit_event_subject on audit_event (subject_id, subject_type, event_id);
