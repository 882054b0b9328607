namespace Multiprocessing.Platform.Mapping;

/// <summary>
/// The names under which the files of a domain are found, and what can be done with them, each in one step: a domain's directory, or a simulation's. Results are 0 or <c>-errno</c>.
/// </summary>
internal interface ISegmentNames
{
    int Status(string file, out FileFacts facts);

    /// <summary>Gives the file another name, in one step that fails with EEXIST when that is taken.</summary>
    int Rename(string from, string to);

    int Unlink(string file);
}
