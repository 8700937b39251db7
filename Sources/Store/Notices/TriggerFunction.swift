/// The function that every trigger of ours calls, as SQL.
///
/// It runs with the rights of whoever writes the table and needs none but NOTIFY: a trigger's
/// function is called without a check of EXECUTE or of the schema's USAGE, so that it may
/// call nothing else of ours. Its arguments: channel, table, `quiet` or nothing, then the
/// columns of the key. As texts they make no dependency on a column.
package enum TriggerFunction {
    /// The version of function and triggers together; higher ones are left alone.
    package static let version = 1
    /// What stands before the version in the function's name.
    static let namePrefix = "notify_v"
    /// The third argument of a table whose rows come from request traffic.
    static let quietArgument = "quiet"

    /// Changes of these alone are no news; they come with the spend refresh or not at all.
    package static let bookkeepingColumns = [
        "spend", "total_spend", "model_spend", "last_active", "updated_at", "updated_by",
    ]
    /// Beside those, what an inserted row may carry and still say nothing.
    static let insertedColumns = ["created_at", "created_by"]

    /// The function's name without its schema.
    package static var name: String { "\(namePrefix)\(version)" }

    /// The name as it stands in SQL.
    static var quoted: String { qualified(name) }

    /// The name of a function of another version as it stands in SQL.
    static func qualified(_ name: String) -> String {
        "\(SchemaName.sidecar.quoted).\(PostgresIdentifier.quoted(name))"
    }

    /// The version that a function's name tells, nil for a name that is not ours.
    static func version(ofName name: String) -> Int? {
        guard name.hasPrefix(namePrefix) else { return nil }
        return Int(name.dropFirst(namePrefix.count))
    }

    /// Makes the function or replaces one of the same name.
    ///
    /// The settings are fixed because they change how names resolve, how strings are read and
    /// how a number prints (with `extra_float_digits` = -15, 10 and 11 print alike).
    static var createSQL: String {
        """
        CREATE OR REPLACE FUNCTION \(quoted)() RETURNS trigger
        LANGUAGE plpgsql SECURITY INVOKER
        \(configuration.map { "SET \($0)" }.joined(separator: " "))
        AS \(delimiter)\(body)\(delimiter)
        """
    }

    /// The settings as `pg_proc.proconfig` shows them.
    static let configuration = ["search_path=pg_catalog, pg_temp", "extra_float_digits=1"]

    private static let delimiter = "$sidecar$"

    /// The text of the function; `check` compares it with the installed one.
    ///
    /// - A payload that is too long, has no key, or fails in the making becomes "whole table".
    /// - While the queue of notices is nearly full, nothing is sent: a full one would fail the
    ///   writer's COMMIT. Health reads the same figure and counts as polling long before.
    /// - `WHEN OTHERS` leaves out cancellation, which must reach the writer.
    package static let body = """

        DECLARE
            old_row jsonb;
            new_row jsonb;
            old_key text := '';
            new_key text := '';
            payload text;
        BEGIN
            BEGIN
                payload := '\(NoticePayload.format);' || TG_ARGV[1];
                IF TG_LEVEL = 'ROW' THEN
                    IF TG_OP <> 'INSERT' THEN
                        old_row := to_jsonb(OLD);
                    END IF;
                    IF TG_OP <> 'DELETE' THEN
                        new_row := to_jsonb(NEW);
                    END IF;
                    IF TG_OP = 'UPDATE'
                        AND old_row - \(array(bookkeepingColumns))
                            = new_row - \(array(bookkeepingColumns))
                        AND \(notLowered("spend"))
                        AND \(notLowered("total_spend"))
                    THEN
                        RETURN NULL;
                    END IF;
                    FOR i IN 3 .. TG_NARGS - 1 LOOP
                        old_key := old_key || ';' || \(escaped("old_row"));
                        new_key := new_key || ';' || \(escaped("new_row"));
                    END LOOP;
                    IF TG_OP = 'INSERT' AND TG_ARGV[2] = '\(quietArgument)'
                        AND NOT EXISTS (
                            SELECT FROM jsonb_each(
                                new_row - \(array(bookkeepingColumns + insertedColumns))
                                    - TG_ARGV[3:]) AS carried
                            WHERE carried.value <> ALL (
                                ARRAY['null', 'false', '""', '[]', '{}']::jsonb[]))
                    THEN
                        RETURN NULL;
                    END IF;
                    payload := coalesce(payload || CASE
                        WHEN TG_OP = 'INSERT' THEN new_key
                        WHEN TG_OP = 'DELETE' OR old_key = new_key THEN old_key
                        ELSE old_key || new_key
                    END, payload);
                    IF octet_length(payload) > \(NoticePayload.maximumBytes) THEN
                        payload := '\(NoticePayload.format);' || TG_ARGV[1];
                    END IF;
                END IF;
                IF pg_notification_queue_usage() < \(maximumQueueUsage) THEN
                    PERFORM pg_notify(TG_ARGV[0], payload);
                END IF;
            EXCEPTION WHEN OTHERS THEN
                BEGIN
                    PERFORM pg_notify(
                        TG_ARGV[0], '\(NoticePayload.format);' || TG_ARGV[1]);
                EXCEPTION WHEN OTHERS THEN
                    NULL;
                END;
            END;
            RETURN NULL;
        END
        """

    /// The fill of the cluster's notice queue from which triggers keep silent.
    package static let maximumQueueUsage = 0.9

    private static func array(_ names: [String]) -> String {
        "ARRAY[" + names.map(quotedLiteral).joined(separator: ", ") + "]"
    }

    private static func notLowered(_ column: String) -> String {
        "coalesce((new_row ->> '\(column)')::float8, 0)"
            + " >= coalesce((old_row ->> '\(column)')::float8, 0)"
    }

    /// `E''` reads the same whatever `standard_conforming_strings` says.
    private static func escaped(_ row: String) -> String {
        #"replace(replace(\#(row) ->> TG_ARGV[i], E'\\', E'\\\\'), ';', E'\\;')"#
    }
}
