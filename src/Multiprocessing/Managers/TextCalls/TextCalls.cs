using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Multiprocessing.Managers.TextCalls;

/// <summary>The server's side of <see cref="ITextCalls"/>. It calls through a connection of its own, as any client: so the object's turn, filters and limits hold.</summary>
[RequiresUnreferencedCode(Reason)]
[RequiresDynamicCode(Reason)]
internal sealed class TextCalls(ManagerServer server, ObjectHost host) : ITextCalls, IAsyncDisposable
{
    internal const string Reason = "Members, arguments and results are found by reflection.";

    private readonly Lock _gate = new();
    private Manager? _manager;

    public async Task<string> InvokeAsync(string objectName, string member, string arguments, CancellationToken cancellationToken)
    {
        Hosted hosted = host.Named.FirstOrDefault(one => one.Name == objectName) ?? throw Errors.TextObjectUnknown(objectName, host.Names);
        if (hosted.TypeText is not null) throw Errors.TextObjectReadyMade(objectName);
        (MethodInfo method, object?[] given) = TextBinding.Bind(hosted.Contract.Type, objectName, member, arguments, cancellationToken);
        CheckRights(ServedCall.Current!.Client, hosted, method);
        return await TextBinding.ResultOfAsync(method, method.Invoke(Proxy(hosted), BindingFlags.DoNotWrapExceptions, null, given, null)).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _manager, null) is { } manager) await manager.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>The call goes on through a connection of the server to itself, which may do anything: so what the client may do is settled here.</summary>
    private static void CheckRights(ClientIdentity client, Hosted hosted, MethodInfo method)
    {
        string[] members = [.. hosted.Contract.Members.Where(member => member.StartsWith(method.Name + "(", StringComparison.Ordinal))];
        // Of overloads with different rights the greater is asked for.
        AccessRights needed = members.Select(member => hosted.Contract.RightOf(Array.IndexOf([.. hosted.Contract.Members], member))).Aggregate(AccessRights.None, static (sum, right) => sum | right);
        if (members.Length == 0) needed = AccessRights.Call;
        if ((client.Rights & needed) != needed) throw Errors.PermissionDenied(hosted.ToString(), client.KeyName ?? "", client.Rights, needed, members.FirstOrDefault() ?? method.Name);
    }

    private SharedProxy Proxy(Hosted hosted)
    {
        lock (_gate) return (_manager ??= Manager.Attach(server)).GetObject(hosted.Name!, hosted.Contract);
    }
}
