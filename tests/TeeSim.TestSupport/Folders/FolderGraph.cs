using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace TeeSim.TestSupport.Folders;

/// <summary>
/// Which folders of an assembly's source use which: a folder is a namespace directly below that of the assembly, with all that lies below
/// it. What lies in the root belongs to no folder.
/// </summary>
public static class FolderGraph
{
    /// <summary>All uses, with one example each.</summary>
    public static IReadOnlyList<FolderUse> Of(Assembly assembly)
    {
        string root = $"{assembly.GetName().Name}.";
        using var file = new PEReader(File.OpenRead(assembly.Location));
        MetadataReader metadata = file.GetMetadataReader();
        var uses = new SortedDictionary<(string, string), FolderUse>();
        foreach (TypeDefinitionHandle user in metadata.TypeDefinitions)
        {
            if (FolderOf(metadata, user, root) is not { } from) continue;
            foreach (TypeDefinitionHandle used in new TypeUses(file, metadata).Of(user))
            {
                if (FolderOf(metadata, used, root) is not { } to || to == from || uses.ContainsKey((from, to))) continue;
                uses[(from, to)] = new FolderUse(from, to, $"{NameOf(metadata, user)} uses {NameOf(metadata, used)}");
            }
        }

        return [.. uses.Values];
    }

    /// <summary>The uses that are part of a circle.</summary>
    public static IReadOnlyList<FolderUse> Circular(IReadOnlyList<FolderUse> uses)
    {
        return [.. uses.Where(use => Leads(use.To, use.From, []))];

        bool Leads(string from, string to, HashSet<string> seen) =>
            from == to || (seen.Add(from) && uses.Any(use => use.From == from && Leads(use.To, to, seen)));
    }

    private static string? FolderOf(MetadataReader metadata, TypeDefinitionHandle type, string root)
    {
        TypeDefinition outer = Outermost(metadata, type);
        string space = metadata.GetString(outer.Namespace);
        return space.StartsWith(root, StringComparison.Ordinal) ? space[root.Length..].Split('.')[0] : null;
    }

    private static string NameOf(MetadataReader metadata, TypeDefinitionHandle type) => metadata.GetString(Outermost(metadata, type).Name);

    private static TypeDefinition Outermost(MetadataReader metadata, TypeDefinitionHandle type)
    {
        TypeDefinition definition = metadata.GetTypeDefinition(type);
        return definition.GetDeclaringType() is { IsNil: false } outer ? Outermost(metadata, outer) : definition;
    }
}
