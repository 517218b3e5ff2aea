namespace RaftLog.Protocol.Generator.Declarations;

/// <summary>
/// Finds a struct of a message that contains itself. Its reader would call itself as deeply as the bytes say, and hostile ones would
/// overflow the stack.
/// </summary>
internal static class RecursionCheck
{
    /// <summary>The name of the first such struct, or null.</summary>
    public static string? Find(StructModel root)
    {
        var structs = new Dictionary<string, StructModel>();
        Collect(root, structs);
        return structs.Values.FirstOrDefault(one => Reaches(one, one.QualifiedName, structs, []))?.Name;
    }

    private static bool Reaches(StructModel from, string target, Dictionary<string, StructModel> structs, HashSet<string> seen) =>
        from.Fields
            .Select(one => (one.Type.Element ?? one.Type).Name)
            .Any(name => name == target || (seen.Add(name) && structs.TryGetValue(name, out var next) && Reaches(next, target, structs, seen)));

    private static void Collect(StructModel model, Dictionary<string, StructModel> structs)
    {
        structs[model.QualifiedName] = model;
        foreach (var inner in model.Structs)
        {
            Collect(inner, structs);
        }
    }
}
