using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Multiprocessing.Generators.Analyzers;

/// <summary>Which types certainly cannot travel: a part of the rules of the product's MessageWalk.</summary>
internal static class MessageRules
{
    private const int DepthMax = 100;

    // The framework's types, whose children are refused too, with what to do instead.
    private static readonly ImmutableDictionary<string, string> s_refused = new Dictionary<string, string>
    {
        ["System.Object"] = "what it holds is known only when it runs; declare the type",
        ["System.Delegate"] = "code does not travel; pass data, and name the method as the child's entry point",
        ["System.IO.Stream"] = "a stream belongs to its process; send the bytes, a file name, or an InterprocessPipe",
        ["System.IO.TextReader"] = "a reader belongs to its process; send the text or a file name",
        ["System.IO.TextWriter"] = "a writer belongs to its process; send the text, or use an InterprocessQueue",
        ["System.IO.FileSystemInfo"] = "send its full name",
        ["System.Threading.Tasks.Task"] = "a task belongs to its process; await it and send its result",
        ["System.Threading.Tasks.ValueTask"] = "a task belongs to its process; await it and send its result (an asynchronous entry point returns Task)",
        ["System.Threading.Tasks.ValueTask`1"] = "a task belongs to its process; await it and send its result (an asynchronous entry point returns Task)",
        ["System.Threading.Tasks.TaskCompletionSource"] = "a task belongs to its process; use an InterprocessManualResetEvent or a queue",
        ["System.Threading.Tasks.TaskCompletionSource`1"] = "a task belongs to its process; use an InterprocessManualResetEvent or a queue",
        ["System.Threading.CancellationToken"] = "a token belongs to its process; a child's entry point takes one as its last parameter, cancelled by Terminate()",
        ["System.Threading.CancellationTokenSource"] = "a token belongs to its process; use an InterprocessManualResetEvent",
        ["System.Threading.Thread"] = "a thread belongs to its process",
        ["System.Threading.Timer"] = "a timer belongs to its process",
        ["System.Threading.Lock"] = "it locks within its process only; use an InterprocessLock",
        ["System.Threading.SemaphoreSlim"] = "it counts within its process only; use an InterprocessSemaphore",
        ["System.Threading.ManualResetEventSlim"] = "it signals within its process only; use an InterprocessManualResetEvent",
        ["System.Threading.Barrier"] = "it works within its process only; use an InterprocessBarrier",
        ["System.Threading.WaitHandle"] = "a handle belongs to its process; use one of the Interprocess types",
        ["System.Threading.Channels.Channel`1"] = "it works within its process only; use an InterprocessQueue",
        ["System.Threading.Channels.Channel`2"] = "it works within its process only; use an InterprocessQueue",
        ["System.Threading.Channels.ChannelReader`1"] = "it works within its process only; use an InterprocessQueue",
        ["System.Threading.Channels.ChannelWriter`1"] = "it works within its process only; use an InterprocessQueue",
        ["System.Collections.Generic.IAsyncEnumerable`1"] = "an asynchronous stream does not lie in a message; send its items through a queue",
        ["System.Runtime.InteropServices.SafeHandle"] = "a handle belongs to its process",
        ["System.Net.Sockets.Socket"] = "a socket belongs to its process; send the address",
        ["System.Net.Http.HttpMessageInvoker"] = "it belongs to its process; make one there",
        ["System.ComponentModel.Component"] = "it belongs to its process; make one there",
        ["System.Reflection.MemberInfo"] = "a type or member of this process means nothing in another; send its name",
        ["System.Reflection.Assembly"] = "an assembly of this process means nothing in another; send its name",
        ["System.Collections.Generic.Stack`1"] = "it would arrive upside down; use a List",
        ["System.Collections.Concurrent.ConcurrentStack`1"] = "it would arrive upside down; use a List",
        ["System.Collections.Immutable.ImmutableStack`1"] = "it would arrive upside down; use a List",
        ["System.Collections.Concurrent.ConcurrentBag`1"] = "it would arrive in another order; use a List",
        ["System.ArraySegment`1"] = "use ReadOnlyMemory<T>",
        ["System.Buffers.ReadOnlySequence`1"] = "use ReadOnlyMemory<T>",
        ["System.Collections.BitArray"] = "use an array of bool",
        ["System.Collections.Specialized.NameValueCollection"] = "use a Dictionary",
    }.ToImmutableDictionary();

    // Who bears one of these says for itself how it is written.
    private static readonly ImmutableHashSet<string> s_ownForm =
        ["MessagePackConverterAttribute", "TypeShapeAttribute", "DerivedTypeShapeAttribute", "CollectionBuilderAttribute"];

    /// <summary>Null when the type can travel, or when that is not sure.</summary>
    internal static Refusal? Refuse(ITypeSymbol type) => Walk(type, Short(type), new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default), 0);

    private static Refusal? Walk(ITypeSymbol type, string path, HashSet<ITypeSymbol> seen, int depth)
    {
        if (type.TypeKind is TypeKind.Enum or TypeKind.TypeParameter or TypeKind.Error or TypeKind.Dynamic || depth > DepthMax || !seen.Add(type))
        {
            return null;
        }

        if (type is IArrayTypeSymbol array)
        {
            return Walk(array.ElementType, $"{Owner(path)}[]: {Short(array.ElementType)}", seen, depth + 1);
        }

        if (ReasonFor(type) is { } reason)
        {
            return new Refusal(path, reason);
        }

        if (type is not INamedTypeSymbol named || HasOwnForm(named))
        {
            return null;
        }

        if (ProductTypes.IsFramework(named))
        {
            return WalkArguments(named, path, seen, depth);
        }

        return IsCollection(named) ? null : WalkMembers(named, path, seen, depth);
    }

    private static string? ReasonFor(ITypeSymbol type)
    {
        if (type.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer || type.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr)
        {
            return "a pointer means nothing in another process";
        }

        // Everything derives from object; only a member declared as object is refused.
        if (type.SpecialType == SpecialType.System_Object)
        {
            return s_refused["System.Object"];
        }

        for (ITypeSymbol? ancestor = type; ancestor is not null and not { SpecialType: SpecialType.System_Object }; ancestor = ancestor.BaseType)
        {
            if (ProductTypes.IsFramework(ancestor) && s_refused.TryGetValue(ProductTypes.FullName(ancestor), out string? reason))
            {
                return reason;
            }
        }

        return null;
    }

    // Collections, tuples and nullables of the framework are made of what they are given.
    private static Refusal? WalkArguments(INamedTypeSymbol type, string path, HashSet<ITypeSymbol> seen, int depth)
    {
        foreach (ITypeSymbol argument in type.TypeArguments)
        {
            string place = type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T ? Owner(path) : Owner(path) + (IsCollection(type) ? "[]" : "");
            if (Walk(argument, $"{place}: {Short(argument)}", seen, depth + 1) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    private static Refusal? WalkMembers(INamedTypeSymbol type, string path, HashSet<ITypeSymbol> seen, int depth)
    {
        for (INamedTypeSymbol? declaring = type; declaring is not null && !ProductTypes.IsFramework(declaring); declaring = declaring.BaseType)
        {
            foreach (ISymbol member in declaring.GetMembers().Where(static member => member is { IsStatic: false, DeclaredAccessibility: Accessibility.Public } && !IsIgnored(member)))
            {
                ITypeSymbol? held = member switch
                {
                    IFieldSymbol { IsConst: false } field => field.Type,
                    IPropertySymbol { IsIndexer: false, GetMethod: not null } property when ComesBack(type, property) => property.Type,
                    _ => null,
                };
                if (held is not null && Walk(held, $"{Owner(path)}.{member.Name}: {Short(held)}", seen, depth + 1) is { } refusal)
                {
                    return refusal;
                }
            }
        }

        return null;
    }

    // What reading cannot set is not written either: a computed property.
    private static bool ComesBack(INamedTypeSymbol type, IPropertySymbol property) => property.SetMethod is { DeclaredAccessibility: Accessibility.Public }
        || type.InstanceConstructors.Any(constructor => constructor.Parameters.Any(parameter => string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase)));

    private static bool IsIgnored(ISymbol member) => member.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name switch
    {
        "IgnoreDataMemberAttribute" or "MessagePackConverterAttribute" => true,
        "PropertyShapeAttribute" => attribute.NamedArguments.Any(static named => named is { Key: "Ignore", Value.Value: true }),
        _ => false,
    });

    private static bool HasOwnForm(INamedTypeSymbol type) => ProductTypes.IsOfProduct(type)
        || type.TypeKind == TypeKind.Interface && !ProductTypes.IsFramework(type)
        || type.GetAttributes().Any(static attribute => attribute.AttributeClass is { } declared && s_ownForm.Contains(declared.Name));

    private static bool IsCollection(INamedTypeSymbol type) => IsEnumerable(type) || type.AllInterfaces.Any(IsEnumerable);

    private static bool IsEnumerable(INamedTypeSymbol type) => type.SpecialType == SpecialType.System_Collections_IEnumerable
        || type.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T;

    private static string Short(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    // The path so far, without the type at its end.
    private static string Owner(string path)
    {
        int end = path.IndexOf(':');
        return end < 0 ? path : path.Substring(0, end);
    }
}
