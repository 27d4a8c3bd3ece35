using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace RealTimeForum.Infrastructure.Persistence.Postgres;

/// <summary>The keys that second factors and mails are encrypted with: what one node closed, every other opens.</summary>
internal sealed class PostgresKeys(PostgresDatabase database) : IXmlRepository
{
    public const string Prefix = "key ";

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var command = database.Source.CreateCommand($"SELECT value FROM facts WHERE starts_with(name, '{Prefix}') ORDER BY name");
        using var rows = command.ExecuteReader();
        List<XElement> keys = [];
        while (rows.Read()) keys.Add(XElement.Parse(rows.GetString(0)));
        return keys;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var command = database.Source.CreateCommand("INSERT INTO facts(name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value");
        command.Parameters.Add(new() { Value = Prefix + friendlyName });
        command.Parameters.Add(new() { Value = element.ToString(SaveOptions.DisableFormatting) });
        command.ExecuteNonQuery();
    }
}
