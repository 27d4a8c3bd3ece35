using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RealTimeForum.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Moderation : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "is_held",
                table: "posts",
                type: "INTEGER",
                nullable: false,
                defaultValue: false)
                .Annotation("Relational:ColumnOrder", 21);

            migrationBuilder.AddColumn<bool>(
                name: "is_held",
                table: "comments",
                type: "INTEGER",
                nullable: false,
                defaultValue: false)
                .Annotation("Relational:ColumnOrder", 16);

            migrationBuilder.AddColumn<bool>(
                name: "is_blocked",
                table: "chats",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "blocks",
                columns: table => new
                {
                    blocker = table.Column<byte[]>(type: "BLOB", nullable: false),
                    blocked = table.Column<byte[]>(type: "BLOB", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_blocks", x => new { x.blocker, x.blocked });
                    table.ForeignKey(
                        name: "FK_blocks_users_blocked",
                        column: x => x.blocked,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_blocks_users_blocker",
                        column: x => x.blocker,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "notification_marks",
                columns: table => new
                {
                    user_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    up_to = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notification_marks", x => x.user_id);
                    table.ForeignKey(
                        name: "FK_notification_marks_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "notifications",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    user_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    actor = table.Column<byte[]>(type: "BLOB", nullable: true),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    post_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    comment_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    chat_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    message_seq = table.Column<long>(type: "INTEGER", nullable: true),
                    report_id = table.Column<byte[]>(type: "BLOB", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notifications", x => x.id);
                    table.ForeignKey(
                        name: "FK_notifications_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "post_interests",
                columns: table => new
                {
                    post_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    user_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    is_followed = table.Column<bool>(type: "INTEGER", nullable: false),
                    is_muted = table.Column<bool>(type: "INTEGER", nullable: false),
                    is_bookmarked = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_post_interests", x => new { x.post_id, x.user_id });
                    table.ForeignKey(
                        name: "FK_post_interests_posts_post_id",
                        column: x => x.post_id,
                        principalTable: "posts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_post_interests_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "post_tags",
                columns: table => new
                {
                    post_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    tag = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    position = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_post_tags", x => new { x.post_id, x.tag });
                    table.ForeignKey(
                        name: "FK_post_tags_posts_post_id",
                        column: x => x.post_id,
                        principalTable: "posts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "post_visits",
                columns: table => new
                {
                    post_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    user_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    seen_comments = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_post_visits", x => new { x.post_id, x.user_id });
                    table.ForeignKey(
                        name: "FK_post_visits_posts_post_id",
                        column: x => x.post_id,
                        principalTable: "posts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_post_visits_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "reports",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    reporter = table.Column<byte[]>(type: "BLOB", nullable: true),
                    target_type = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    target_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    author = table.Column<byte[]>(type: "BLOB", nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    note = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    decided_by = table.Column<byte[]>(type: "BLOB", nullable: true),
                    decided_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reports", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "reported_messages",
                columns: table => new
                {
                    report_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    seq = table.Column<long>(type: "INTEGER", nullable: false),
                    sender = table.Column<byte[]>(type: "BLOB", nullable: false),
                    content = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    sent_at = table.Column<long>(type: "INTEGER", nullable: false),
                    is_reported = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reported_messages", x => new { x.report_id, x.seq });
                    table.ForeignKey(
                        name: "FK_reported_messages_reports_report_id",
                        column: x => x.report_id,
                        principalTable: "reports",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_blocks_blocked",
                table: "blocks",
                column: "blocked");

            migrationBuilder.CreateIndex(
                name: "IX_notifications_post_id_user_id",
                table: "notifications",
                columns: new[] { "post_id", "user_id" });

            migrationBuilder.CreateIndex(
                name: "IX_notifications_user_id_id",
                table: "notifications",
                columns: new[] { "user_id", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_post_interests_user_id_post_id",
                table: "post_interests",
                columns: new[] { "user_id", "post_id" },
                filter: "is_followed OR is_bookmarked");

            migrationBuilder.CreateIndex(
                name: "IX_post_tags_tag_post_id",
                table: "post_tags",
                columns: new[] { "tag", "post_id" });

            migrationBuilder.CreateIndex(
                name: "IX_post_visits_user_id",
                table: "post_visits",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "IX_reports_state_id",
                table: "reports",
                columns: new[] { "state", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_reports_target_type_target_id_state",
                table: "reports",
                columns: new[] { "target_type", "target_id", "state" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "blocks");

            migrationBuilder.DropTable(
                name: "notification_marks");

            migrationBuilder.DropTable(
                name: "notifications");

            migrationBuilder.DropTable(
                name: "post_interests");

            migrationBuilder.DropTable(
                name: "post_tags");

            migrationBuilder.DropTable(
                name: "post_visits");

            migrationBuilder.DropTable(
                name: "reported_messages");

            migrationBuilder.DropTable(
                name: "reports");

            migrationBuilder.DropColumn(
                name: "is_held",
                table: "posts");

            migrationBuilder.DropColumn(
                name: "is_held",
                table: "comments");

            migrationBuilder.DropColumn(
                name: "is_blocked",
                table: "chats");
        }
    }
}
