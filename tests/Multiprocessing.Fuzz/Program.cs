using Multiprocessing.Fuzz;
using SharpFuzz;

// "TARGET" alone: under afl-fuzz. "TARGET FILE …": takes each of the files once. "TARGET --seeds FOLDER": writes the inputs that the search begins with. See the script "run" beside this file.
if (args.Length == 0 || Target.Find(args[0]) is not { } target)
{
    Console.Error.WriteLine($"usage: Multiprocessing.Fuzz {string.Join('|', Target.Names)} [FILE … | --seeds FOLDER]");
    return 2;
}

using (target)
{
    if (args is [_, "--seeds", var folder])
    {
        foreach ((string name, byte[] input) in target.Seeds()) File.WriteAllBytes(Path.Join(folder, name + ".bin"), input);
        return 0;
    }

    if (args.Length == 1) Fuzzer.OutOfProcess.Run(stream => target.Take(Target.ReadAll(stream)));
    foreach (string file in args[1..]) target.Take(File.ReadAllBytes(file));
}

return 0;
