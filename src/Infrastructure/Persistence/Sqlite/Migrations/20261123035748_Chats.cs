using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RealTimeForum.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Chats : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "pinned_at",
                table: "messages",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "hides_reads",
                table: "members",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "history_from_seq",
                table: "members",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<bool>(
                name: "is_admin",
                table: "members",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "is_gone",
                table: "members",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "shown_delivered_seq",
                table: "members",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "shown_read_seq",
                table: "members",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<bool>(
                name: "is_invisible",
                table: "clients",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "shows_read_marks",
                table: "clients",
                type: "INTEGER",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AddColumn<bool>(
                name: "strangers_ask",
                table: "clients",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "newcomers_see_history",
                table: "chats",
                type: "INTEGER",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AddColumn<int>(
                name: "pin_count",
                table: "chats",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<byte[]>(
                name: "request_to",
                table: "chats",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "name",
                table: "chat_log",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.Sql("UPDATE members SET shown_delivered_seq = delivered_seq, shown_read_seq = read_seq");

            migrationBuilder.CreateTable(
                name: "mark_times",
                columns: table => new
                {
                    chat_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    user_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    is_read = table.Column<bool>(type: "INTEGER", nullable: false),
                    seq = table.Column<long>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mark_times", x => new { x.chat_id, x.user_id, x.is_read, x.seq });
                    table.ForeignKey(
                        name: "FK_mark_times_chats_chat_id",
                        column: x => x.chat_id,
                        principalTable: "chats",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "mentions",
                columns: table => new
                {
                    chat_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    user_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    message_seq = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mentions", x => new { x.chat_id, x.user_id, x.message_seq });
                    table.ForeignKey(
                        name: "FK_mentions_messages_chat_id_message_seq",
                        columns: x => new { x.chat_id, x.message_seq },
                        principalTable: "messages",
                        principalColumns: new[] { "chat_id", "seq" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_messages_chat_id_pinned_at",
                table: "messages",
                columns: new[] { "chat_id", "pinned_at" },
                filter: "pinned_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_mentions_chat_id_message_seq",
                table: "mentions",
                columns: new[] { "chat_id", "message_seq" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "mark_times");

            migrationBuilder.DropTable(
                name: "mentions");

            migrationBuilder.DropIndex(
                name: "IX_messages_chat_id_pinned_at",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "pinned_at",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "hides_reads",
                table: "members");

            migrationBuilder.DropColumn(
                name: "history_from_seq",
                table: "members");

            migrationBuilder.DropColumn(
                name: "is_admin",
                table: "members");

            migrationBuilder.DropColumn(
                name: "is_gone",
                table: "members");

            migrationBuilder.DropColumn(
                name: "shown_delivered_seq",
                table: "members");

            migrationBuilder.DropColumn(
                name: "shown_read_seq",
                table: "members");

            migrationBuilder.DropColumn(
                name: "is_invisible",
                table: "clients");

            migrationBuilder.DropColumn(
                name: "shows_read_marks",
                table: "clients");

            migrationBuilder.DropColumn(
                name: "strangers_ask",
                table: "clients");

            migrationBuilder.DropColumn(
                name: "newcomers_see_history",
                table: "chats");

            migrationBuilder.DropColumn(
                name: "pin_count",
                table: "chats");

            migrationBuilder.DropColumn(
                name: "request_to",
                table: "chats");

            migrationBuilder.DropColumn(
                name: "name",
                table: "chat_log");
        }
    }
}
