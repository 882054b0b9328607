using Multiprocessing.Managers;
using Multiprocessing.Managers.Limits;

namespace Multiprocessing;

/// <summary>New objects, made by the factories of the server.</summary>
public sealed partial class Manager
{
    /// <summary>Has the server make a new object.</summary>
    /// <typeparam name="T">The interface of what is made.</typeparam>
    /// <param name="factory">The factory, as the server registered it.</param>
    /// <returns>A proxy. Disposing it disposes the object, when no other proxy is left.</returns>
    /// <exception cref="ManagerException">The factory threw.</exception>
    /// <exception cref="ObjectGoneException">The server has no such factory.</exception>
    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    public T Create<T>(Factory<T> factory)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(factory);
        return EndCreate<T>(_peer.Invoke(BeginCreate(factory.Name), null));
    }

    /// <summary>Has the server make a new object from an argument.</summary>
    /// <typeparam name="T">The interface of what is made.</typeparam>
    /// <typeparam name="TArgument">What it is made from.</typeparam>
    /// <param name="factory">The factory, as the server registered it.</param>
    /// <param name="argument">What it is made from.</param>
    /// <returns>A proxy. Disposing it disposes the object, when no other proxy is left.</returns>
    /// <exception cref="ManagerException">The factory threw.</exception>
    /// <exception cref="ObjectGoneException">The server has no such factory.</exception>
    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    public T Create<T, TArgument>(Factory<T, TArgument> factory, TArgument argument)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(factory);
        CallWriter call = BeginCreate(factory.Name);
        call.Write(argument);
        return EndCreate<T>(_peer.Invoke(call, null));
    }

    /// <summary>Has the server make a new object.</summary>
    /// <typeparam name="T">The interface of what is made.</typeparam>
    /// <param name="factory">The factory, as the server registered it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A proxy. Disposing it disposes the object, when no other proxy is left.</returns>
    /// <exception cref="ManagerException">The factory threw.</exception>
    /// <exception cref="ObjectGoneException">The server has no such factory.</exception>
    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    public async ValueTask<T> CreateAsync<T>(Factory<T> factory, CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(factory);
        return EndCreate<T>(await _peer.InvokeAsync(BeginCreate(factory.Name), null, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Has the server make a new object from an argument.</summary>
    /// <typeparam name="T">The interface of what is made.</typeparam>
    /// <typeparam name="TArgument">What it is made from.</typeparam>
    /// <param name="factory">The factory, as the server registered it.</param>
    /// <param name="argument">What it is made from.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A proxy. Disposing it disposes the object, when no other proxy is left.</returns>
    /// <exception cref="ManagerException">The factory threw.</exception>
    /// <exception cref="ObjectGoneException">The server has no such factory.</exception>
    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    public async ValueTask<T> CreateAsync<T, TArgument>(Factory<T, TArgument> factory, TArgument argument, CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(factory);
        CallWriter call = BeginCreate(factory.Name);
        call.Write(argument);
        return EndCreate<T>(await _peer.InvokeAsync(call, null, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Has the server make a new object from two arguments.</summary>
    /// <typeparam name="T">The interface of what is made.</typeparam>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <param name="factory">The factory, as the server registered it.</param>
    /// <param name="argument1">Argument 1 of the factory.</param>
    /// <param name="argument2">Argument 2 of the factory.</param>
    /// <returns>A proxy. Disposing it disposes the object, when no other proxy is left.</returns>
    /// <exception cref="ManagerException">The factory threw.</exception>
    /// <exception cref="ObjectGoneException">The server has no such factory.</exception>
    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    public T Create<T, T1, T2>(Factory<T, T1, T2> factory, T1 argument1, T2 argument2)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(factory);
        CallWriter call = BeginCreate(factory.Name);
        call.Write(argument1);
        call.Write(argument2);
        return EndCreate<T>(_peer.Invoke(call, null));
    }

    /// <summary>Has the server make a new object from two arguments.</summary>
    /// <typeparam name="T">The interface of what is made.</typeparam>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <param name="factory">The factory, as the server registered it.</param>
    /// <param name="argument1">Argument 1 of the factory.</param>
    /// <param name="argument2">Argument 2 of the factory.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A proxy. Disposing it disposes the object, when no other proxy is left.</returns>
    /// <exception cref="ManagerException">The factory threw.</exception>
    /// <exception cref="ObjectGoneException">The server has no such factory.</exception>
    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    public async ValueTask<T> CreateAsync<T, T1, T2>(Factory<T, T1, T2> factory, T1 argument1, T2 argument2, CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(factory);
        CallWriter call = BeginCreate(factory.Name);
        call.Write(argument1);
        call.Write(argument2);
        return EndCreate<T>(await _peer.InvokeAsync(call, null, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Has the server make a new object from three arguments.</summary>
    /// <typeparam name="T">The interface of what is made.</typeparam>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <param name="factory">The factory, as the server registered it.</param>
    /// <param name="argument1">Argument 1 of the factory.</param>
    /// <param name="argument2">Argument 2 of the factory.</param>
    /// <param name="argument3">Argument 3 of the factory.</param>
    /// <returns>A proxy. Disposing it disposes the object, when no other proxy is left.</returns>
    /// <exception cref="ManagerException">The factory threw.</exception>
    /// <exception cref="ObjectGoneException">The server has no such factory.</exception>
    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    public T Create<T, T1, T2, T3>(Factory<T, T1, T2, T3> factory, T1 argument1, T2 argument2, T3 argument3)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(factory);
        CallWriter call = BeginCreate(factory.Name);
        call.Write(argument1);
        call.Write(argument2);
        call.Write(argument3);
        return EndCreate<T>(_peer.Invoke(call, null));
    }

    /// <summary>Has the server make a new object from three arguments.</summary>
    /// <typeparam name="T">The interface of what is made.</typeparam>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <param name="factory">The factory, as the server registered it.</param>
    /// <param name="argument1">Argument 1 of the factory.</param>
    /// <param name="argument2">Argument 2 of the factory.</param>
    /// <param name="argument3">Argument 3 of the factory.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A proxy. Disposing it disposes the object, when no other proxy is left.</returns>
    /// <exception cref="ManagerException">The factory threw.</exception>
    /// <exception cref="ObjectGoneException">The server has no such factory.</exception>
    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    public async ValueTask<T> CreateAsync<T, T1, T2, T3>(Factory<T, T1, T2, T3> factory, T1 argument1, T2 argument2, T3 argument3, CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(factory);
        CallWriter call = BeginCreate(factory.Name);
        call.Write(argument1);
        call.Write(argument2);
        call.Write(argument3);
        return EndCreate<T>(await _peer.InvokeAsync(call, null, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Has the server make a new object from four arguments.</summary>
    /// <typeparam name="T">The interface of what is made.</typeparam>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <param name="factory">The factory, as the server registered it.</param>
    /// <param name="argument1">Argument 1 of the factory.</param>
    /// <param name="argument2">Argument 2 of the factory.</param>
    /// <param name="argument3">Argument 3 of the factory.</param>
    /// <param name="argument4">Argument 4 of the factory.</param>
    /// <returns>A proxy. Disposing it disposes the object, when no other proxy is left.</returns>
    /// <exception cref="ManagerException">The factory threw.</exception>
    /// <exception cref="ObjectGoneException">The server has no such factory.</exception>
    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    public T Create<T, T1, T2, T3, T4>(Factory<T, T1, T2, T3, T4> factory, T1 argument1, T2 argument2, T3 argument3, T4 argument4)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(factory);
        CallWriter call = BeginCreate(factory.Name);
        call.Write(argument1);
        call.Write(argument2);
        call.Write(argument3);
        call.Write(argument4);
        return EndCreate<T>(_peer.Invoke(call, null));
    }

    /// <summary>Has the server make a new object from four arguments.</summary>
    /// <typeparam name="T">The interface of what is made.</typeparam>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <param name="factory">The factory, as the server registered it.</param>
    /// <param name="argument1">Argument 1 of the factory.</param>
    /// <param name="argument2">Argument 2 of the factory.</param>
    /// <param name="argument3">Argument 3 of the factory.</param>
    /// <param name="argument4">Argument 4 of the factory.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A proxy. Disposing it disposes the object, when no other proxy is left.</returns>
    /// <exception cref="ManagerException">The factory threw.</exception>
    /// <exception cref="ObjectGoneException">The server has no such factory.</exception>
    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    public async ValueTask<T> CreateAsync<T, T1, T2, T3, T4>(Factory<T, T1, T2, T3, T4> factory, T1 argument1, T2 argument2, T3 argument3, T4 argument4, CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(factory);
        CallWriter call = BeginCreate(factory.Name);
        call.Write(argument1);
        call.Write(argument2);
        call.Write(argument3);
        call.Write(argument4);
        return EndCreate<T>(await _peer.InvokeAsync(call, null, cancellationToken).ConfigureAwait(false));
    }

    private static T EndCreate<T>(CallReader reply)
        where T : class
    {
        T created = reply.ReadReference<T>()!;
        reply.End();
        return created;
    }

    private CallWriter BeginCreate(string factory)
    {
        CallWriter call = _peer.BeginCall(FrameKind.Create, 0, 0);
        if (_peer.Host.CallTimeout is var limit && limit != Timeout.InfiniteTimeSpan) call.Limit = new CallLimit(limit, $"Factory '{factory}' at {Address}", "Create");
        call.Write(factory);
        return call;
    }
}
