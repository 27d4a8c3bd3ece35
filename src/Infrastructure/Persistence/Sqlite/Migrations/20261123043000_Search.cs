using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RealTimeForum.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <summary>The search index: tables of FTS5 that EF knows nothing of. What there is already is indexed at the start.</summary>
    public partial class Search : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            foreach (var (table, options) in new[] { ("search_posts", ", prefix='3'"), ("search_comments", ", prefix='3'"), ("search_messages", "") })
            {
                migrationBuilder.Sql($"CREATE VIRTUAL TABLE {table} USING fts5(words, stems, tags, content='', columnsize=0, tokenize='ascii'{options});");
                migrationBuilder.Sql($"INSERT INTO {table}({table}, rank) VALUES('secure-delete', 1);");
            }
            migrationBuilder.Sql("CREATE TABLE search_places(place INTEGER PRIMARY KEY, thing BLOB NOT NULL UNIQUE);");
            migrationBuilder.Sql("CREATE TABLE search_forgotten(id INTEGER PRIMARY KEY, thing BLOB NOT NULL, chat BLOB NOT NULL, sender BLOB NOT NULL, content TEXT NOT NULL);");
        }

        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var table in new[] { "search_posts", "search_comments", "search_messages", "search_places", "search_forgotten" })
                migrationBuilder.Sql($"DROP TABLE {table};");
            migrationBuilder.Sql("DELETE FROM facts WHERE name = 'search_index';");
        }
    }
}
