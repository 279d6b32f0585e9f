-- The ledger of budgets, version 1, for PostgreSQL 14 and later. Amounts in nano-units, instants in milliseconds since 1970.
CREATE TABLE IF NOT EXISTS budget_account (
  budget       VARCHAR(200) NOT NULL,
  period_kind  VARCHAR(16)  NOT NULL,
  period_start BIGINT       NOT NULL,
  spent        BIGINT       NOT NULL,
  held         BIGINT       NOT NULL,
  announced    VARCHAR(16)  NOT NULL,
  CONSTRAINT budget_account_pk PRIMARY KEY (budget, period_kind, period_start),
  CONSTRAINT budget_account_not_negative CHECK (spent >= 0 AND held >= 0)
);

CREATE TABLE IF NOT EXISTS budget_entry (
  reservation  VARCHAR(40)  NOT NULL,
  step         SMALLINT     NOT NULL,
  budget       VARCHAR(200) NOT NULL,
  period_kind  VARCHAR(16)  NOT NULL,
  period_start BIGINT       NOT NULL,
  kind         VARCHAR(16)  NOT NULL,
  held         BIGINT       NOT NULL,
  spent        BIGINT       NOT NULL,
  recorded_at  BIGINT       NOT NULL,
  CONSTRAINT budget_entry_pk PRIMARY KEY (reservation, step, budget),
  CONSTRAINT budget_entry_account FOREIGN KEY (budget, period_kind, period_start)
    REFERENCES budget_account (budget, period_kind, period_start)
);

CREATE INDEX IF NOT EXISTS budget_entry_by_account
  ON budget_entry (budget, period_kind, period_start, recorded_at);
