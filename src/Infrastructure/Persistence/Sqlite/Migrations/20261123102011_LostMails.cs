using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RealTimeForum.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class LostMails : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "failure",
                table: "outbox",
                type: "TEXT",
                maxLength: 300,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "lost_at",
                table: "outbox",
                type: "INTEGER",
                nullable: true);

            // Private chats of people who went before: nothing new is said there.
            migrationBuilder.Sql(
                """
                UPDATE chats SET is_blocked = 1 WHERE is_group = 0 AND EXISTS (
                    SELECT 1 FROM members JOIN users ON users.id = members.user_id WHERE members.chat_id = chats.id AND users.erased_at IS NOT NULL);
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "failure",
                table: "outbox");

            migrationBuilder.DropColumn(
                name: "lost_at",
                table: "outbox");
        }
    }
}
