namespace WordCount;

/// <summary>One piece of work: some files, of a few megabytes together, so that the queue and the results cost little beside the counting.</summary>
public sealed record Batch(string[] Files)
{
    private const long BytesWanted = 4 << 20;

    /// <summary>The files in batches; a large file is a batch of its own.</summary>
    public static IEnumerable<Batch> Of(IReadOnlyList<FileInfo> files, int repeat)
    {
        List<string> current = [];
        for (int round = 0; round < repeat; round++)
        {
            long bytes = 0;
            foreach (FileInfo file in files)
            {
                current.Add(file.FullName);
                bytes += file.Length;
                if (bytes < BytesWanted) continue;
                yield return new Batch([.. current]);
                current.Clear();
                bytes = 0;
            }

            if (current.Count > 0) yield return new Batch([.. current]);
            current.Clear();
        }
    }
}
