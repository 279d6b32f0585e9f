-- The ledger of budgets, version 1, for MariaDB 10.7 and later. Amounts in nano-units, instants in milliseconds since 1970.
-- Names are compared byte by byte: the usual collation would take two budgets that differ in case for one.
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
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

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
    REFERENCES budget_account (budget, period_kind, period_start),
  INDEX budget_entry_by_account (budget, period_kind, period_start, recorded_at, step, reservation)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

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
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

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
  INDEX budget_alert_untold (told_at, tell_at, budget),
  CONSTRAINT budget_alert_account FOREIGN KEY (budget, period_kind, period_start)
    REFERENCES budget_account (budget, period_kind, period_start)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

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
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

-- Keys of requests, each together with the hold or the change that it stands for: recorded_id. Free again from expires_at.
CREATE TABLE IF NOT EXISTS budget_request (
  request_key    VARCHAR(200) NOT NULL,
  payload_digest VARCHAR(64)  NOT NULL,
  recorded_id    VARCHAR(40)  NOT NULL,
  recorded_at    BIGINT       NOT NULL,
  expires_at     BIGINT       NOT NULL,
  CONSTRAINT budget_request_pk PRIMARY KEY (request_key),
  INDEX budget_request_by_expiry (expires_at)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
