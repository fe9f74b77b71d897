-- Which keys values are sealed with (SEAL_KEYS): their numbers, and by what each is known. No key stands here.
-- Run by `apply_walls` as the owner; every statement may run again.

CREATE TABLE IF NOT EXISTS walls.ring (
    number smallint PRIMARY KEY CHECK (number BETWEEN 1 AND 255),
    mark text NOT NULL,
    -- When nothing was sealed with it any more: from then on the application serves without it.
    left_at timestamptz
);
REVOKE ALL ON TABLE walls.ring FROM PUBLIC;
