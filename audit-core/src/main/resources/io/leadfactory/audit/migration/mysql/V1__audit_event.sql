-- The audit trail, schema version 1, for MySQL 8. Append-only: the application needs INSERT and SELECT and nothing more.
-- Texts are compared byte by byte: with another collation, ANNA and anna would be one actor.
create table audit_event (
    position bigint not null, -- lane * 1048576 + number
    occurred_at datetime(6) not null, -- UTC
    event_id binary(16) not null,
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
    attributes mediumtext,
    details mediumtext,
    old_values mediumtext,
    new_values mediumtext,
    key_id varchar(32),
    salt varbinary(16),
    payload_digest varbinary(32),
    hash varbinary(32) not null,
    primary key (position)
) engine=InnoDB default character set utf8mb4 collate utf8mb4_0900_bin;

create index audit_event_subject on audit_event (subject_id, subject_type, occurred_at, event_id);
create index audit_event_actor on audit_event (actor, occurred_at, event_id);
create index audit_event_action on audit_event (action, occurred_at, event_id);
