namespace Multiprocessing.Data;

/// <summary>The four forms of a user's delegate.</summary>
internal static class GuardedCalls<T>
    where T : unmanaged
{
    internal struct Plain(GuardedUpdate<T> update) : IGuardedCall<T>
    {
        public readonly void Run(ref T value) => update(ref value);
    }

    internal struct WithArgument<TArgument>(GuardedUpdate<T, TArgument> update, TArgument argument) : IGuardedCall<T>
    {
        public readonly void Run(ref T value) => update(ref value, argument);
    }

    internal struct WithResult<TResult>(GuardedFunction<T, TResult> update) : IGuardedCall<T>
    {
        internal TResult Result { get; private set; } = default!;

        public void Run(ref T value) => Result = update(ref value);
    }

    internal struct WithArgumentAndResult<TArgument, TResult>(GuardedFunction<T, TArgument, TResult> update, TArgument argument) : IGuardedCall<T>
    {
        internal TResult Result { get; private set; } = default!;

        public void Run(ref T value) => Result = update(ref value, argument);
    }
}
