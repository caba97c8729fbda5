#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-only
#
# Makes the user and the database of the server where they are missing, and gives the user the password of its file. The
# first start runs it; run again, it tells an existing database a new password. Over the local socket, where PostgreSQL
# believes the system about who asks.
set -eu

psql -X -q -v ON_ERROR_STOP=1 -v password="$(cat /secrets/postgres/database-password)" -U postgres -d postgres <<'SQL'
SET log_min_messages = panic; -- a statement that fails holds the password
SELECT 'CREATE ROLE amityvox LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'amityvox') \gexec
ALTER ROLE amityvox LOGIN PASSWORD :'password';
GRANT pg_monitor TO amityvox;
SELECT 'CREATE DATABASE amityvox OWNER amityvox'
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'amityvox') \gexec
SQL
