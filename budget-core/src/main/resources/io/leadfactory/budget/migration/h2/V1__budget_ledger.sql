-- The ledger of budgets, version 1, for H2 2.x. Amounts in nano-units, instants in milliseconds since 1970.
CREATE TABLE IF NOT EXISTS budget_account (
  budget       VARCHAR(200) NOT NULL,
  period_kind  VARCHAR(32)  NOT NULL,
  period_start BIGINT       NOT NULL,
  spent        BIGINT       NOT NULL,
  held         BIGINT       NOT NULL,
  allowance    BIGINT       NOT NULL,
  limit_units  BIGINT       NOT NULL,
  stop_share   BIGINT       NOT NULL,
  stop_units   BIGINT       NOT NULL,
  told_share   BIGINT       NOT NULL,
  told_round   INTEGER      NOT NULL,
  due_at       BIGINT       NOT NULL,
  CONSTRAINT budget_account_pk PRIMARY KEY (budget, period_kind, period_start),
  CONSTRAINT budget_account_not_negative CHECK (spent >= 0 AND held >= 0)
);

CREATE TABLE IF NOT EXISTS budget_entry (
  reservation  VARCHAR(40)  NOT NULL,
  step         SMALLINT     NOT NULL,
  budget       VARCHAR(200) NOT NULL,
  period_kind  VARCHAR(32)  NOT NULL,
  period_start BIGINT       NOT NULL,
  kind         VARCHAR(16)  NOT NULL,
  held         BIGINT       NOT NULL,
  spent        BIGINT       NOT NULL,
  allowance    BIGINT       NOT NULL,
  recorded_at  BIGINT       NOT NULL,
  author       VARCHAR(100),
  reason       VARCHAR(500),
  CONSTRAINT budget_entry_pk PRIMARY KEY (reservation, step, budget),
  CONSTRAINT budget_entry_account FOREIGN KEY (budget, period_kind, period_start)
    REFERENCES budget_account (budget, period_kind, period_start)
);

CREATE INDEX IF NOT EXISTS budget_entry_by_account
  ON budget_entry (budget, period_kind, period_start, recorded_at, step, reservation);

-- What raises a limit for a time. Empty while it does: ended_at.
CREATE TABLE IF NOT EXISTS budget_override (
  override_id  VARCHAR(40)  NOT NULL,
  budget       VARCHAR(200) NOT NULL,
  period_kind  VARCHAR(32)  NOT NULL,
  period_start BIGINT       NOT NULL,
  units        BIGINT       NOT NULL,
  until_at     BIGINT       NOT NULL,
  ended_at     BIGINT,
  CONSTRAINT budget_override_pk PRIMARY KEY (budget, period_kind, period_start, override_id),
  CONSTRAINT budget_override_account FOREIGN KEY (budget, period_kind, period_start)
    REFERENCES budget_account (budget, period_kind, period_start)
);

-- Lines that spend and holds reached, once per round of an account. Empty until listeners were told: told_at. Until then
-- somebody tells them again from tell_at on, each time after a longer pause: tries.
CREATE TABLE IF NOT EXISTS budget_alert (
  budget       VARCHAR(200) NOT NULL,
  period_kind  VARCHAR(32)  NOT NULL,
  period_start BIGINT       NOT NULL,
  told_round   INTEGER      NOT NULL,
  share        BIGINT       NOT NULL,
  spent        BIGINT       NOT NULL,
  held         BIGINT       NOT NULL,
  limit_units  BIGINT       NOT NULL,
  recorded_at  BIGINT       NOT NULL,
  tries        INTEGER      NOT NULL,
  tell_at      BIGINT       NOT NULL,
  told_at      BIGINT,
  CONSTRAINT budget_alert_pk PRIMARY KEY (budget, period_kind, period_start, told_round, share),
  CONSTRAINT budget_alert_account FOREIGN KEY (budget, period_kind, period_start)
    REFERENCES budget_account (budget, period_kind, period_start)
);

CREATE INDEX IF NOT EXISTS budget_alert_untold
  ON budget_alert (told_at, tell_at, budget);

-- What was spent in each step of a rolling period and still counts.
CREATE TABLE IF NOT EXISTS budget_rolling (
  budget       VARCHAR(200) NOT NULL,
  period_kind  VARCHAR(32)  NOT NULL,
  period_start BIGINT       NOT NULL,
  step         BIGINT       NOT NULL,
  units        BIGINT       NOT NULL,
  CONSTRAINT budget_rolling_pk PRIMARY KEY (budget, period_kind, period_start, step),
  CONSTRAINT budget_rolling_account FOREIGN KEY (budget, period_kind, period_start)
    REFERENCES budget_account (budget, period_kind, period_start)
);

-- Keys of requests, each together with the hold or the change that it stands for: recorded_id. Free again from expires_at.
CREATE TABLE IF NOT EXISTS budget_request (
  request_key    VARCHAR(200) NOT NULL,
  payload_digest VARCHAR(64)  NOT NULL,
  recorded_id    VARCHAR(40)  NOT NULL,
  recorded_at    BIGINT       NOT NULL,
  expires_at     BIGINT       NOT NULL,
  CONSTRAINT budget_request_pk PRIMARY KEY (request_key)
);

CREATE INDEX IF NOT EXISTS budget_request_by_expiry
  ON budget_request (expires_at);
