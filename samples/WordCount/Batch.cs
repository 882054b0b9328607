namespace WordCount;

/// <summary>One piece of work: some files, so large together that its result costs little beside the counting, and so small that all workers end at about the same time.</summary>
public sealed record Batch(string[] Files)
{
    private const long BytesMin = 1 << 20, BytesMax = 16 << 20;
    private const int PerWorker = 16;

    /// <summary>The files in batches; a large file is a batch of its own.</summary>
    public static IEnumerable<Batch> Of(IReadOnlyList<FileInfo> files, int repeat, int workers)
    {
        long wanted = Math.Clamp(files.Sum(static file => file.Length) * repeat / (workers * PerWorker), BytesMin, BytesMax);
        List<string> current = [];
        for (int round = 0; round < repeat; round++)
        {
            long bytes = 0;
            foreach (FileInfo file in files)
            {
                current.Add(file.FullName);
                bytes += file.Length;
                if (bytes < wanted) continue;
                yield return new Batch([.. current]);
                current.Clear();
                bytes = 0;
            }

            if (current.Count > 0) yield return new Batch([.. current]);
            current.Clear();
        }
    }
}
