using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RealTimeForum.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Accounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "email_confirmed_at",
                table: "users",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "erased_at",
                table: "users",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "has_two_factor",
                table: "users",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "is_waiting",
                table: "users",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "language",
                table: "users",
                type: "TEXT",
                maxLength: 2,
                nullable: false,
                defaultValue: "En");

            migrationBuilder.AddColumn<long>(
                name: "suspended_until",
                table: "users",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "suspension_reason",
                table: "users",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "scopes",
                table: "api_tokens",
                type: "INTEGER",
                nullable: false,
                defaultValue: 15);

            migrationBuilder.AddColumn<long>(
                name: "last_failure_at",
                table: "accounts",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "last_two_factor_step",
                table: "accounts",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "recovery_code_hashes",
                table: "accounts",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<byte[]>(
                name: "two_factor_key",
                table: "accounts",
                type: "BLOB",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "audit",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    actor = table.Column<byte[]>(type: "BLOB", nullable: true),
                    action = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    target_type = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    target_id = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: true),
                    address = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "mailed_tokens",
                columns: table => new
                {
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    user_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    purpose = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    email_key = table.Column<string>(type: "TEXT", nullable: false),
                    made_at = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mailed_tokens", x => x.hash);
                    table.ForeignKey(
                        name: "FK_mailed_tokens_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "outbox",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    user_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    letter = table.Column<byte[]>(type: "BLOB", nullable: false),
                    next_attempt_at = table.Column<long>(type: "INTEGER", nullable: false),
                    written_at = table.Column<long>(type: "INTEGER", nullable: false),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_outbox", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "samples",
                columns: table => new
                {
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    people = table.Column<int>(type: "INTEGER", nullable: false),
                    online = table.Column<int>(type: "INTEGER", nullable: false),
                    posts = table.Column<int>(type: "INTEGER", nullable: false),
                    comments = table.Column<int>(type: "INTEGER", nullable: false),
                    messages = table.Column<int>(type: "INTEGER", nullable: false),
                    sockets = table.Column<int>(type: "INTEGER", nullable: false),
                    database_bytes = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_samples", x => x.at);
                });

            migrationBuilder.CreateTable(
                name: "sign_up_invitations",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    code_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    maker = table.Column<byte[]>(type: "BLOB", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    max_uses = table.Column<int>(type: "INTEGER", nullable: false),
                    uses = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sign_up_invitations", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_sessions_last_used_at",
                table: "sessions",
                column: "last_used_at");

            migrationBuilder.CreateIndex(
                name: "IX_api_tokens_expires_at",
                table: "api_tokens",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "IX_audit_action_id",
                table: "audit",
                columns: new[] { "action", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_audit_actor_id",
                table: "audit",
                columns: new[] { "actor", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_mailed_tokens_user_id_purpose",
                table: "mailed_tokens",
                columns: new[] { "user_id", "purpose" });

            migrationBuilder.CreateIndex(
                name: "IX_outbox_next_attempt_at",
                table: "outbox",
                column: "next_attempt_at");

            migrationBuilder.CreateIndex(
                name: "IX_outbox_user_id",
                table: "outbox",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "IX_sign_up_invitations_code_hash",
                table: "sign_up_invitations",
                column: "code_hash",
                unique: true);

            // What staff did stays as it was written, whoever writes to this file.
            migrationBuilder.Sql("CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'The audit log is never changed.'); END;");
            migrationBuilder.Sql("CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'The audit log is never changed.'); END;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "audit");

            migrationBuilder.DropTable(
                name: "mailed_tokens");

            migrationBuilder.DropTable(
                name: "outbox");

            migrationBuilder.DropTable(
                name: "samples");

            migrationBuilder.DropTable(
                name: "sign_up_invitations");

            migrationBuilder.DropIndex(
                name: "IX_sessions_last_used_at",
                table: "sessions");

            migrationBuilder.DropIndex(
                name: "IX_api_tokens_expires_at",
                table: "api_tokens");

            migrationBuilder.DropColumn(
                name: "email_confirmed_at",
                table: "users");

            migrationBuilder.DropColumn(
                name: "erased_at",
                table: "users");

            migrationBuilder.DropColumn(
                name: "has_two_factor",
                table: "users");

            migrationBuilder.DropColumn(
                name: "is_waiting",
                table: "users");

            migrationBuilder.DropColumn(
                name: "language",
                table: "users");

            migrationBuilder.DropColumn(
                name: "suspended_until",
                table: "users");

            migrationBuilder.DropColumn(
                name: "suspension_reason",
                table: "users");

            migrationBuilder.DropColumn(
                name: "scopes",
                table: "api_tokens");

            migrationBuilder.DropColumn(
                name: "last_failure_at",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "last_two_factor_step",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "recovery_code_hashes",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "two_factor_key",
                table: "accounts");
        }
    }
}
