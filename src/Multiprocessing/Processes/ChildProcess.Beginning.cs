using Multiprocessing.Processes;

namespace Multiprocessing;

/// <summary>What all overloads of Start come to.</summary>
public partial class ChildProcess
{
    /// <summary>Checks whatever can be checked before anything is started.</summary>
    internal static ChildOptions Check(ChildOptions? options)
    {
        ProgramCommand.ThrowIfNoChildren();
        options ??= ChildOptions.Default;
        options.Validate();
        return options;
    }

    internal static ChildProcess Create(EntryCall call, ChildOptions options, int index = 0, string? name = null) =>
        new(call, options, resultType: null) { Index = index, Name = name ?? options.Name ?? call.Entry.DisplayName };

    internal static ChildProcess Begin(EntryCall call, ChildOptions? options)
    {
        using EntryCall.Use use = call.BeginUse();
        var child = Create(call, Check(options));
        child.Launch();
        return child;
    }

    private static ChildProcess<TResult> Begin<TResult>(EntryCall call, ChildOptions? options)
    {
        using EntryCall.Use use = call.BeginUse();
        var child = new ChildProcess<TResult>(call, Check(options));
        child.Launch();
        return child;
    }

    private static ChildGroup BeginMany(int count, EntryCall call, ChildOptions? options)
    {
        using EntryCall.Use use = call.BeginUse();
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var group = new ChildGroup(call, Check(options));
        try
        {
            for (int i = 0; i < count; i++) group.Add();
            return group;
        }
        catch
        {
            group.Dispose();
            throw;
        }
    }
}
