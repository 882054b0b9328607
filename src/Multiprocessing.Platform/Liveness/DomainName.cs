using Multiprocessing.Platform.Interop.Unix;

namespace Multiprocessing.Platform.Liveness;

/// <summary>Names of domains, and the directories they stand for: <c>PLACE/mp-USER-NAME</c>. An absolute path stands for itself: a domain that its owner shares with a group.</summary>
internal static class DomainName
{
    internal const int LengthMax = 100;

    /// <summary>Whether the name is a path. No name of a domain begins with '/', so nobody asks for another user's directory by mistake.</summary>
    internal static bool IsPath(string name) => name.StartsWith('/');

    /// <summary>The directory of the user's domain of that name, in the place that MP_PLACE sets.</summary>
    internal static string Directory(string name)
    {
        if (IsPath(name)) return Path.TrimEndingDirectorySeparator(Path.GetFullPath(name));
        Validate(name);
        return Path.Combine(Place(), $"mp-{Libc.geteuid()}-{name}");
    }

    internal static string Place()
    {
        string place = Environment.GetEnvironmentVariable(Domain.PlaceVariable) is { Length: > 0 } set ? set : Domain.DefaultPlace;
        return Path.IsPathRooted(place) ? place : throw LivenessErrors.BadPlace(place);
    }

    /// <summary>The name that a directory was made for; where it has another form, the directory's own name.</summary>
    internal static string OfDirectory(string directory)
    {
        string last = Path.GetFileName(directory);
        string[] parts = last.Split('-', 3);
        return parts is ["mp", _, var name] ? name : last;
    }

    private static void Validate(string name)
    {
        if (name.Length is 0 or > LengthMax || name[0] == '.') throw LivenessErrors.BadName(name);
        foreach (char c in name)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-')) throw LivenessErrors.BadName(name);
    }
}
