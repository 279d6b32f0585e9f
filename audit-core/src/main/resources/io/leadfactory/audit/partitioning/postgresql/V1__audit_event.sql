-- The audit trail, schema version 1, for PostgreSQL 14 and later, in a partition for each month: run it in place of
-- migration/postgresql/V1__audit_event.sql. What it buys: old months are dropped or moved as a whole. What it costs:
-- PostgreSQL keeps a key unique within a partition only, so two events with the same number of a lane in two months are
-- refused by nobody and found by the verifier.
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
    primary key (position, occurred_at)
) partition by range (occurred_at);

create index audit_event_subject on audit_event (subject_id, subject_type, occurred_at);
create index audit_event_actor on audit_event (actor, occurred_at);
create index audit_event_action on audit_event (action, occurred_at);

-- Makes the partition of a month, if it is not there. Call it ahead of time, from a job:
-- select audit_event_add_month(current_date + 31);
create function audit_event_add_month(day date) returns text language plpgsql as $$
declare
    first date := date_trunc('month', day);
    name text := 'audit_event_' || to_char(first, 'YYYY_MM');
begin
    execute format(
        'create table if not exists %I partition of audit_event for values from (%L) to (%L)',
        name, first, first + interval '1 month');
    return name;
end
$$;

select audit_event_add_month((current_timestamp at time zone 'UTC')::date);
select audit_event_add_month((current_timestamp at time zone 'UTC' + interval '1 month')::date);

-- Catches what has no month yet, so that no write is refused. While it holds events of a month, that month's own
-- partition cannot be made: move them first.
create table audit_event_other partition of audit_event default;
