create table note (
    id uuid primary key,
    version bigint not null,
    text varchar(100) not null unique
);
