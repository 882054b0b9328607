using System.Reflection;
using Multiprocessing.Managers.TextCalls;

namespace Multiprocessing.Cli.Managers;

/// <summary>A ready-made object of a server, called by names: its types are at the client, so the call is bound here.</summary>
internal static class ReadyMadeDoor
{
    private const string Prefix = "Multiprocessing.IShared";

    private static readonly Dictionary<string, Type> s_faces = new Type[]
    {
        typeof(ISharedDictionary<,>), typeof(ISharedList<>), typeof(ISharedSet<>), typeof(ISharedArray<>), typeof(ISharedValue<>), typeof(ISharedQueue<>), typeof(ISharedJoinableQueue<>), typeof(ISharedNamespace),
        typeof(ISharedLock), typeof(ISharedRecursiveLock), typeof(ISharedSemaphore), typeof(ISharedEvent), typeof(ISharedCondition), typeof(ISharedBarrier),
    }.ToDictionary(static type => type.Namespace + "." + type.Name.Split('`')[0], StringComparer.Ordinal);

    /// <summary>Calls a member; the result as JSON, or null where the object is none of these.</summary>
    /// <exception cref="InvalidOperationException">It holds types that the tool does not know.</exception>
    internal static async Task<string?> CallAsync(Manager manager, string name, string member, string arguments, CancellationToken token)
    {
        ManagedObject? found = (await manager.ObjectsAsync(token)).FirstOrDefault(one => one.Name == name);
        if (found?.Interface.StartsWith(Prefix, StringComparison.Ordinal) != true) return null;
        (string bare, string[] texts) = TypeText.Split(found.Interface);
        Type?[] types = [.. texts.Select(TypeText.Find)];
        if (!s_faces.TryGetValue(bare, out Type? face) || !Array.TrueForAll(types, static type => type is not null))
            throw new InvalidOperationException($"'{name}' is an {found.Interface}; the tool knows {TypeText.Known}.");
        if (types.Length > 0) face = face.MakeGenericType(types!);
        (MethodInfo method, object?[] given) = TextBinding.Bind(face, name, member, arguments, token);
        return await TextBinding.ResultOfAsync(method, method.Invoke(Get(manager, name, face), BindingFlags.DoNotWrapExceptions, null, given, null));
    }

    private static object Get(Manager manager, string name, Type face)
    {
        // The library learns a face with its types by a call that generated code makes for those that a program names.
        string register = face.Name.Split('`')[0]["IShared".Length..];
        MethodInfo known = typeof(SharedFaces).GetMethod(register)!;
        (face.IsGenericType ? known.MakeGenericMethod(face.GetGenericArguments()) : known).Invoke(null, null);
        MethodInfo get = typeof(Manager).GetMethod(nameof(Manager.Get), [typeof(string)])!;
        return get.MakeGenericMethod(face).Invoke(manager, BindingFlags.DoNotWrapExceptions, null, [name], null)!;
    }
}
